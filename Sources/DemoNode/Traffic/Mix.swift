import ArgumentParser

/// What the messages are.
enum Mix: Equatable, Sendable, ExpressibleByArgument {
    /// What a node of the main network sees.
    case mainnet
    /// The recorded messages, one after the other, as they were.
    case recorded
    case ping
    /// One message of this many payload bytes.
    case size(Int)

    /// Above what Bitcoin Core takes, so that oversized messages can be had.
    static let largestSize = 16 << 20

    init?(argument: String) {
        switch argument {
        case "mainnet": self = .mainnet
        case "recorded": self = .recorded
        case "ping": self = .ping
        default:
            guard argument.hasPrefix("size:"), let size = Int(argument.dropFirst(5)), 0...Self.largestSize ~= size
            else {
                return nil
            }
            self = .size(size)
        }
    }

    static var allValueStrings: [String] { ["mainnet", "recorded", "ping", "size:N"] }
}

/// A kind of thing that happens on the network, and how often among a thousand.
struct Share {
    enum Happening: Equatable {
        case inbound(String)
        case outbound(String)
        /// A ping and its pong.
        case ping(inbound: Bool)
        /// A connection is made: all the messages of its handshake.
        case connection
        case recorded
    }

    let happening: Happening
    let weight: Int

    init(_ weight: Int, _ happening: Happening) {
        self.happening = happening
        self.weight = weight
    }

    /// A well-connected node of the main network: 1.2 million messages received and 1.9 million sent a day.
    static let mainnet: [Share] = [
        Share(120, .inbound("inv")), Share(280, .outbound("inv")),
        Share(100, .inbound("tx")), Share(145, .outbound("tx")),
        Share(105, .inbound("getdata")), Share(90, .outbound("getdata")),
        Share(28, .ping(inbound: false)), Share(24, .ping(inbound: true)),
        Share(10, .inbound("addrv2")), Share(15, .outbound("addrv2")), Share(2, .inbound("addr")),
        Share(8, .inbound("headers")), Share(5, .outbound("headers")),
        Share(3, .inbound("getheaders")), Share(4, .outbound("getheaders")),
        Share(5, .inbound("feefilter")), Share(7, .outbound("feefilter")),
        Share(3, .inbound("notfound")), Share(3, .outbound("notfound")),
        Share(2, .inbound("cmpctblock")), Share(3, .outbound("cmpctblock")),
        Share(1, .outbound("getblocktxn")), Share(1, .inbound("blocktxn")), Share(1, .outbound("block")),
        Share(4, .connection), Share(20, .recorded),
    ]
}
