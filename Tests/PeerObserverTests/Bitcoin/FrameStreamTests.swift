import PeerObserver
import Testing

struct FrameStreamTests {
    struct Received: Equatable {
        let command: String
        let payload: [UInt8]
    }

    static func frame(_ command: String, _ payload: [UInt8] = [], network: Network = .regtest) -> [UInt8] {
        var writer = ByteWriter()
        Frame.encode(command, payload: payload, network: network, into: &writer)
        return writer.array
    }

    private static let messages = [
        Received(command: "verack", payload: []), Received(command: "ping", payload: [1, 2, 3, 4, 5, 6, 7, 8]),
        Received(command: "abcdefghijkl", payload: .init(repeating: 7, count: 70_000)),
        Received(command: "inv", payload: [0]),
    ]
    private static let bytes = messages.flatMap { frame($0.command, $0.payload) }

    /// Reads pieces of this many bytes.
    private func read(_ bytes: [UInt8], by size: Int, into stream: inout FrameStream) throws(FrameError) -> [Received] {
        var received: [Received] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = bytes[start..<min(bytes.count, start + size)]
            try stream.read(Array(piece).span.bytes) { command, payload in
                received.append(Received(command: command, payload: payload.withUnsafeBytes { [UInt8]($0) }))
                return true
            }
        }
        return received
    }

    @Test(arguments: [1, 2, 3, 7, 23, 24, 25, 64, 1000, 65_536, 1_000_000])
    func messagesComeWholeHoweverCut(size: Int) throws {
        var stream = FrameStream(network: .regtest)
        #expect(try read(Self.bytes, by: size, into: &stream) == Self.messages)
        #expect(stream.messages == 4 && !stream.isInsideMessage)
    }

    @Test func properPrefixGivesTheMessagesBeforeItsCut() throws {
        let ends = Self.messages.indices.map { end in
            Self.messages[...end].reduce(0) { $0 + Frame.headerByteCount + $1.payload.count }
        }
        for count in [0, 1, 23, 24, 25, 55, 56, 57, 80, 5000, ends[2] - 1, ends[2], ends[3] - 1] {
            var stream = FrameStream(network: .regtest)
            let received = try read(Array(Self.bytes.prefix(count)), by: count + 1, into: &stream)
            #expect(received.count == ends.count { $0 <= count })
            #expect(stream.isInsideMessage == !([0] + ends).contains(count))
        }
    }

    @Test func whoeverTakesMayStop() throws {
        var stream = FrameStream(network: .regtest)
        var taken = 0
        try stream.read(Self.bytes.span.bytes) { _, _ in
            taken += 1
            return taken < 2
        }
        #expect(taken == 2)
    }

    @Test(arguments: [1, 11, 1000])
    func otherMagicIsToldAtTheEndOfTheHeader(size: Int) {
        var stream = FrameStream(network: .mainnet)
        #expect(throws: Never.self) { try read(Array(Self.bytes.prefix(23)), by: size, into: &stream) }
        stream = FrameStream(network: .mainnet)
        #expect(throws: FrameError.wrongMagic([0xfa, 0xbf, 0xb5, 0xda])) {
            try read(Self.bytes, by: size, into: &stream)
        }
    }

    @Test(arguments: [1, 30, 1000])
    func claimedGigabyteIsRefusedBeforeItComes(size: Int) {
        var header = Self.frame("tx")
        header.replaceSubrange(16..<20, with: [0, 0, 0, 0x40])
        var stream = FrameStream(network: .regtest)
        #expect(throws: FrameError.oversized(command: "tx", length: 1 << 30, limit: 4_000_000)) {
            try read(header, by: size, into: &stream)
        }
    }

    @Test func longestMessagePasses() throws {
        let payload = [UInt8](repeating: 1, count: Frame.longestPayload)
        var stream = FrameStream(network: .regtest)
        let received = try read(Self.frame("block", payload) + Self.frame("ping"), by: 65_536, into: &stream)
        #expect(received.map(\.payload.count) == [4_000_000, 0])
        // What one message needed is given back.
        #expect(stream.reservedBytes <= 1 << 16)
    }

    /// A claim of 4 MB costs what has come of it, twice over at most.
    @Test func memoryFollowsWhatHasArrived() throws {
        var stream = FrameStream(network: .regtest)
        var header = Self.frame("block")
        header.replaceSubrange(16..<20, with: [0, 0x09, 0x3d, 0])
        _ = try read(header, by: 24, into: &stream)
        #expect(stream.reservedBytes < 1000)
        for step in 1...400 {
            _ = try read(.init(repeating: 0, count: 5000), by: 5000, into: &stream)
            let arrived = step * 5000
            #expect(stream.reservedBytes <= max(2 * arrived, 20_000))
        }
        #expect(stream.reservedBytes <= 4_000_024 + 64)
    }

    @Test(arguments: [1, 1000])
    func badChecksumIsTold(size: Int) {
        var bytes = Self.frame("ping", [1, 2, 3, 4, 5, 6, 7, 8])
        bytes[30] ^= 1
        var stream = FrameStream(network: .regtest)
        #expect(throws: FrameError.wrongChecksum("ping")) { try read(bytes, by: size, into: &stream) }
        #expect(stream.messages == 0)
    }

    @Test(arguments: [
        Array("ping\u{1b}[2J\0\0\0\0".utf8), Array("ping\0\0\0\0\0\0\0x".utf8),
        [0x70, 0xff] + .init(repeating: 0, count: 10),
    ])
    func messageTypesArePrintable(name: [UInt8]) {
        var bytes = Self.frame("ping")
        bytes.replaceSubrange(4..<16, with: name)
        var stream = FrameStream(network: .regtest)
        #expect(throws: FrameError.invalidCommand(name)) { try read(bytes, by: 1000, into: &stream) }
    }

    @Test func networksHaveNames() {
        for network in Network.all { #expect(Network(network.name) == network) }
        #expect(Network("signet:0a03cf41")?.magic == [0x0a, 0x03, 0xcf, 0x41])
        for text in ["", "main", "signet:", "signet:0a03cf4", "signet:0a03cf4041", "signet:0a03cfxx", "x:0a03cf40"] {
            #expect(Network(text) == nil)
        }
    }
}

extension FrameStream {
    /// As from a span.
    fileprivate mutating func read(
        _ bytes: RawSpan, _ take: (String, RawSpan) -> Bool
    ) throws(FrameError) {
        var result: Result<Void, FrameError> = .success(())
        bytes.withUnsafeBytes { bytes in
            result = Result { () throws(FrameError) in try read(bytes, take) }
        }
        try result.get()
    }
}
