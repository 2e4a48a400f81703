import Daemon
import Glibc
import PeerObserver

/// What an operator does not want to hear of for now. All that it names has to hold.
struct Silence: Sendable, Equatable {
    var kind: String?
    var node: String?
    var address: Host?
    /// Milliseconds since the Unix epoch, by the events; nil for ever.
    var until: UInt64?

    /// Hosts of peers.
    enum Host: Sendable, Equatable {
        case addresses(IPPrefix)
        /// Of Tor or I2P, in lower case.
        case name(String)

        func contains(_ host: Host) -> Bool {
            switch (self, host) {
            case (.addresses(let mine), .addresses(let other)):
                mine.contains(other.first) && mine.contains(other.last)
            case (.name(let mine), .name(let other)): mine == other
            default: false
            }
        }

        /// Reads an address with or without a port, or a network, as alerts tell them.
        init(told text: String) {
            if let address = IPAddress(text) {
                self = .addresses(IPPrefix(address))
            } else if let network = IPPrefix(text) {
                self = .addresses(network)
            } else {
                let name = text.lowercased()
                let port = name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? ""
                let hasPort = !port.isEmpty && port.utf8.allSatisfy { 0x30...0x39 ~= $0 }
                self = .name(hasPort ? String(name.dropLast(port.count + 1)) : name)
            }
        }
    }

    /// Whether it is for this alert, or for some of its peers.
    func isOf(_ notice: AlertNotice, node name: String?) -> Bool {
        (kind == nil || kind == notice.kind) && (node == nil || node == name)
            && (until.map { notice.lastTime < $0 } ?? true)
    }
}

extension IPPrefix {
    /// One address.
    init(_ address: IPAddress) {
        // What it prints it reads.
        guard let prefix = IPPrefix(address.description) else { preconditionFailure("\(address) is no address") }
        self = prefix
    }
}

// MARK: The file

extension Silence {
    /// One silence a line, as `name=value` with spaces between them; what stands behind `#` is a comment.
    /// - Returns: What the good lines say, and what is wrong with the others.
    static func read(_ bytes: [UInt8]) -> (silences: [Silence], problems: [String]) {
        var (silences, problems): ([Silence], [String]) = ([], [])
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
            do throws(SilenceError) {
                guard let silence = try Silence(line: text) else { continue }
                guard silences.count < most else { throw SilenceError("more than \(most) silences") }
                silences.append(silence)
            } catch {
                if problems.count < mostProblems { problems.append("line \(index + 1): \(error.words)") }
            }
        }
        return (silences, problems)
    }

    static let most = 10_000
    static let mostProblems = 100

    /// Nil for an empty line.
    private init?(line: String) throws(SilenceError) {
        let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
        if words.isEmpty { return nil }
        var given: Set<String> = []
        for word in words {
            let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else { throw SilenceError("'\(word.prefix(60))' is not name=value") }
            guard given.insert(sides[0]).inserted else { throw SilenceError("\(sides[0].prefix(60)) stands twice") }
            try set(sides[0], sides[1])
        }
        guard kind != nil || node != nil || address != nil else {
            throw SilenceError("it would silence everything: give kind, node or address")
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(SilenceError) {
        switch name {
        case "kind":
            guard Subject.alertKinds.contains(where: { $0.alertKind == value }) else {
                throw SilenceError("there are no alerts of kind '\(value.prefix(60))'")
            }
            kind = value
        case "node":
            guard let name = NodeName(value) else { throw SilenceError("'\(value.prefix(60))' is no node's name") }
            node = name.description
        case "address", "network":
            guard address == nil else { throw SilenceError("address and network are the same: give one") }
            let host = Host(told: value)
            if case .name(let text) = host, !text.hasSuffix(".onion"), !text.hasSuffix(".i2p") {
                throw SilenceError("'\(value.prefix(60))' is no address or network")
            }
            address = host
        case "until":
            guard let time = Self.time(value) else {
                throw SilenceError("'\(value.prefix(60))' is no time such as 2026-12-31T18:00:00Z")
            }
            until = time
        default: throw SilenceError("there is no '\(name.prefix(60))': kind, node, address, network, until")
        }
    }

    /// A day, a minute or a second, in UTC.
    private static func time(_ text: String) -> UInt64? {
        let digits = text.split(omittingEmptySubsequences: false) { !("0"..."9" ~= $0) }
        let form = text.map { "0"..."9" ~= $0 ? "0" : "\($0)" }.joined()
        guard ["0000-00-00", "0000-00-00T00:00Z", "0000-00-00T00:00:00Z"].contains(form) else { return nil }
        let numbers = digits.compactMap { Int32($0) } + [0, 0, 0]
        guard numbers[0] >= 1970, 1...12 ~= numbers[1], 1...31 ~= numbers[2], 0...23 ~= numbers[3],
            0...59 ~= numbers[4], 0...59 ~= numbers[5]
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
        let time = timegm(&parts)
        // It takes the 31st of February for the 3rd of March.
        return parts.tm_mday == numbers[2] ? UInt64(max(0, time)) * 1000 : nil
    }
}

private struct SilenceError: Error {
    let words: String
    init(_ words: String) { self.words = words }
}
