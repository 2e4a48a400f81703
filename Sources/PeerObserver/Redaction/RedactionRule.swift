/// What becomes of one field.
struct FieldRule: Sendable {
    enum Action: Equatable, Sendable {
        /// A number, a truth value or a value of an enum: shown.
        case keep
        /// A hash or short id: shown, unless an own address hides in it; then zeros.
        case hash
        /// A message of its own rules.
        case message(String)
        /// Free text: addresses in it are replaced where they stand.
        case text
        /// An address, with or without port or prefix length: a pseudonym, or the placeholder where it is an own one.
        case address
        /// An address of the node or its operator: always the placeholder.
        case ownAddress
        /// An address of an unknown network, as bytes: a pseudonym.
        case addressBytes
        /// The port of the address before it in the message.
        case port
        /// The autonomous system of the address in the field with this number: 0 where that is an own one.
        case autonomousSystem(of: UInt32)
        /// Left out; the field is optional.
        case drop
        /// Left empty; the field is required.
        case empty
    }

    let number: UInt32
    let name: String
    let action: Action

    private init(_ number: UInt32, _ name: String, _ action: Action) {
        self.number = number
        self.name = name
        self.action = action
    }

    static func keep(_ number: UInt32, _ name: String) -> Self { Self(number, name, .keep) }
    static func hash(_ number: UInt32, _ name: String) -> Self { Self(number, name, .hash) }
    static func message(_ number: UInt32, _ name: String, _ type: String) -> Self {
        Self(number, name, .message(type))
    }
    static func text(_ number: UInt32, _ name: String) -> Self { Self(number, name, .text) }
    static func address(_ number: UInt32, _ name: String) -> Self { Self(number, name, .address) }
    static func ownAddress(_ number: UInt32, _ name: String) -> Self { Self(number, name, .ownAddress) }
    static func addressBytes(_ number: UInt32, _ name: String) -> Self { Self(number, name, .addressBytes) }
    static func port(_ number: UInt32, _ name: String) -> Self { Self(number, name, .port) }
    static func autonomousSystem(_ number: UInt32, _ name: String, of address: UInt32) -> Self {
        Self(number, name, .autonomousSystem(of: address))
    }
    static func drop(_ number: UInt32, _ name: String) -> Self { Self(number, name, .drop) }
    static func empty(_ number: UInt32, _ name: String) -> Self { Self(number, name, .empty) }
}

/// The rules of one message. A field without one is left out.
struct MessageRules: Sendable {
    let name: String
    let fields: [FieldRule]

    init(_ name: String, _ fields: FieldRule...) {
        self.name = name
        self.fields = fields
    }
}

/// Every field of the contract and its rule, one table a proto file.
enum RedactionTable {
    static let all: [MessageRules] =
        event + ebpfExtractor + ebpfExtractorMessage + ebpfExtractorConnection + ebpfExtractorAddrman
        + ebpfExtractorMempool + ebpfExtractorValidation + ebpfExtractorUTXOCache + ebpfExtractorProcess
        + rpcExtractor + p2pExtractor + ipcExtractor + logExtractor + logExtractorAddrman + logExtractorChain
        + logExtractorCompactBlock + logExtractorMempool + logExtractorNode + logExtractorPeer + logExtractorProxy
        + connectivityCheck + alerts + bitcoinPrimitives
}
