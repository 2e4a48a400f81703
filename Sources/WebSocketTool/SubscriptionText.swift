import PeerObserver

/// Why a subscription is refused.
struct SubscriptionError: Error, Equatable {
    /// The code to close the connection with.
    let code: Int
    let reason: String

    static let tooLong = SubscriptionError(code: 1009, reason: "subscription too long")
    static let noJSON = SubscriptionError(code: 1007, reason: "the subscription is no JSON object")

    static func wrong(_ key: String) -> SubscriptionError {
        // A close frame holds no more than 123 bytes of reason. Bytes, not characters: one of those can be as long as it likes.
        SubscriptionError(code: 1007, reason: "wrong value of \(String(decoding: key.utf8.prefix(60), as: UTF8.self))")
    }
}

/// What a client asks for with one message.
struct SubscriptionRequest: Equatable, Sendable {
    var subscription = Subscription()
    /// How many past events to send first.
    var backlog = 0

    /// Bytes from which on a subscription of upstream's form is refused.
    static let upstreamLimit = 512
    /// Most bytes of one in our form.
    static let limit = 16 << 10

    init() {}

    /// Reads either form.
    init(parsing text: [UInt8]) throws(SubscriptionError) {
        guard text.count <= Self.limit else { throw .tooLong }
        guard !text.isEmpty, String(validating: text, as: UTF8.self) != nil else { throw .noJSON }
        switch try Self.format(text) {
        case nil:
            guard text.count < Self.upstreamLimit else { throw .tooLong }
            try readUpstream(text)
        case "envelope":
            subscription.format = .envelope
            subscription.kinds = .all
            try readEnvelope(text)
        default: throw .wrong("format")
        }
    }

    /// The value of `format`; nil without it.
    private static func format(_ text: [UInt8]) throws(SubscriptionError) -> String? {
        var format: String?
        try members(of: text) { (key, reader) throws(SubscriptionError) in
            guard key == "format" else { return false }
            format = try string(&reader, key)
            return true
        }
        return format
    }

    private mutating func readUpstream(_ text: [UInt8]) throws(SubscriptionError) {
        var kinds = EventKinds.none
        try Self.members(of: text) { (key, reader) throws(SubscriptionError) in
            guard key == "ebpf" else {
                return try Self.add(["p2p": .p2p, "log": .log, "rpc": .rpc, "ipc": .ipc], key, &reader, &kinds)
            }
            try Self.members(&reader, key) { (key, reader) throws(SubscriptionError) in
                let known: [String: EventKind] = [
                    "messages": .messages, "mempool": .mempool, "validation": .validation, "connections": .connections,
                ]
                return try Self.add(known, key, &reader, &kinds)
            }
            return true
        }
        subscription.kinds = kinds
    }

    private mutating func readEnvelope(_ text: [UInt8]) throws(SubscriptionError) {
        var request = self
        try Self.members(of: text) { (key, reader) throws(SubscriptionError) in
            switch key {
            case "kinds":
                request.subscription.kinds = .none
                for name in try Self.list(&reader, key, Self.string) {
                    guard let kind = EventKind.named(name) else { throw .wrong("kinds: \(name)") }
                    request.subscription.kinds.insert(kind)
                }
            case "nodes": request.subscription.nodes = Set(try Self.list(&reader, key, Self.stringOrNull))
            case "peers": request.subscription.peers = Set(try Self.list(&reader, key, Self.unsigned))
            case "commands": request.subscription.commands = Set(try Self.list(&reader, key, Self.string))
            case "rpcs": request.subscription.rpcs = Set(try Self.list(&reader, key, Self.string))
            case "direction":
                switch try Self.string(&reader, key) {
                case "in": request.subscription.inbound = true
                case "out": request.subscription.inbound = false
                default: throw .wrong(key)
                }
            case "backlog": request.backlog = Int(clamping: try Self.unsigned(&reader, key))
            default: return false
            }
            return true
        }
        self = request
    }
}

// MARK: Values

extension SubscriptionRequest {
    /// Takes a value, or returns false to have it passed over.
    private typealias Member = (_ key: String, _ reader: inout JSONReader) throws(SubscriptionError) -> Bool

    private static func members(of text: [UInt8], _ take: Member) throws(SubscriptionError) {
        var reader = JSONReader(text.span.bytes)
        try members(&reader, "", take)
        do { try reader.end() } catch { throw .noJSON }
    }

    private static func members(
        _ reader: inout JSONReader, _ key: String, _ take: Member
    ) throws(SubscriptionError) {
        do { try reader.beginObject() } catch { throw key.isEmpty ? .noJSON : .wrong(key) }
        while try json({ (reader: inout JSONReader) throws(JSONError) in try reader.nextKey() }, &reader) {
            if try take(reader.keyText, &reader) { continue }
            try json({ (reader: inout JSONReader) throws(JSONError) in try reader.skip() }, &reader)
        }
    }

    private static func list<Element>(
        _ reader: inout JSONReader, _ key: String,
        _ element: (inout JSONReader, String) throws(SubscriptionError) -> Element
    ) throws(SubscriptionError) -> [Element] {
        do { try reader.beginArray() } catch { throw .wrong(key) }
        var elements: [Element] = []
        while try json({ (reader: inout JSONReader) throws(JSONError) in try reader.nextElement() }, &reader) {
            elements.append(try element(&reader, key))
        }
        return elements
    }

    private static func add(
        _ known: [String: EventKind], _ key: String, _ reader: inout JSONReader, _ kinds: inout EventKinds
    ) throws(SubscriptionError) -> Bool {
        guard let kind = known[key] else { return false }
        do {
            if try reader.bool() { kinds.insert(kind) }
        } catch {
            throw .wrong(key)
        }
        return true
    }

    private static func string(_ reader: inout JSONReader, _ key: String) throws(SubscriptionError) -> String {
        do { return try reader.string() } catch { throw .wrong(key) }
    }

    private static func stringOrNull(_ reader: inout JSONReader, _ key: String) throws(SubscriptionError) -> String? {
        do {
            guard try reader.kind() == .null else { return try reader.string() }
            try reader.null()
            return nil
        } catch {
            throw .wrong(key)
        }
    }

    /// A number, or its digits as text.
    private static func unsigned(_ reader: inout JSONReader, _ key: String) throws(SubscriptionError) -> UInt64 {
        do {
            if try reader.kind() == .string, let value = UInt64(try reader.string()) { return value }
            if let value = try reader.number().uint64 { return value }
        } catch {}
        throw .wrong(key)
    }

    private static func json<Value>(
        _ read: (inout JSONReader) throws(JSONError) -> Value, _ reader: inout JSONReader
    ) throws(SubscriptionError) -> Value {
        do { return try read(&reader) } catch { throw .noJSON }
    }
}
