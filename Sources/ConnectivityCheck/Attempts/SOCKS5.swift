import PeerObserver

/// The client's side of SOCKS5 (RFC 1928) without authentication, for one connection.
struct SOCKS5 {
    enum Step: Equatable {
        case send([UInt8])
        /// Wants more bytes.
        case wait
        /// Connected; what comes next is of the target.
        case done
        case failed(Outcome)
    }

    private enum Phase {
        case greeting
        case reply
        case done
    }

    private let target: Target
    private var phase = Phase.greeting
    /// At most the longest answer.
    private var input: [UInt8] = []

    /// Version, one method, no authentication.
    static let greeting: [UInt8] = [5, 1, 0]
    /// The fixed part of a reply, before its address.
    private static let replyHead = 4

    init(_ target: Target) { self.target = target }

    /// Whether the proxy has answered the greeting, and is asked for a connection.
    var isAsked: Bool { phase != .greeting }

    /// Takes bytes until the reply is complete.
    ///
    /// - Returns: What to do, and how many of the bytes were the proxy's.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> (step: Step, consumed: Int) {
        var consumed = 0
        while phase != .done {
            let needed = self.needed
            if input.count < needed {
                let piece = bytes[consumed...].prefix(needed - input.count)
                guard !piece.isEmpty else { return (.wait, consumed) }
                input.append(contentsOf: piece)
                consumed += piece.count
                // What is needed may be more now that the address's type is known.
                continue
            }
            switch phase {
            case .greeting:
                guard input == [5, 0] else { return (.failed(.proxyRefused), consumed) }
                phase = .reply
                input = []
                return (.send(request), consumed)
            case .reply:
                guard input[0] == 5 else { return (.failed(.proxyRefused), consumed) }
                if let failure = Self.failure(input[1]) { return (.failed(failure), consumed) }
                phase = .done
            case .done: break
            }
        }
        return (.done, consumed)
    }

    private var needed: Int {
        guard phase == .reply else { return 2 }
        guard input.count >= Self.replyHead + 1 else { return Self.replyHead + 1 }
        // A reply that tells of a failure is not read further, and neither is one of another protocol.
        guard input[0] == 5, input[1] == 0 else { return input.count }
        let address =
            switch input[3] {
            case 1: 4
            case 4: 16
            default: 1 + Int(input[4])
            }
        return Self.replyHead + address + 2
    }

    /// CONNECT to the target: names to be resolved by the proxy, addresses as they are.
    private var request: [UInt8] {
        let address: [UInt8] =
            switch target.network {
            case .ipv4: [1] + target.bytes
            case .ipv6, .cjdns: [4] + target.bytes
            case .torV3, .i2p: [3, UInt8(target.hostText.utf8.count)] + Array(target.hostText.utf8)
            }
        return [5, 1, 0] + address + [UInt8(target.port >> 8), UInt8(target.port & 0xff)]
    }

    /// What a reply says; nil for success.
    private static func failure(_ code: UInt8) -> Outcome? {
        switch code {
        case 0: nil
        case 5: .refused
        // Network or host unreachable, TTL expired, and Tor's own codes for onion services (its proposal 304). Proxies give the
        // general failure (1) when they do not know better.
        case 1, 3, 4, 6, 0xF0...0xF7: .unreachable
        // Not allowed, command or type of address not supported: so it is whatever the address.
        default: .proxyRefused
        }
    }
}
