/// LinkingLion: 40 inbound connections a minute where three are usual, from three networks of /24 and one IPv6 network of /32, from
/// ever other addresses of these, with user agents drawn evenly from a list of rare ones.
///
/// b10c, "Inbound Connection Flooder Down (LinkingLion)", 16 November 2022
/// (https://b10c.me/observations/05-inbound-connection-flooder-down/), for the pace, the networks and the user agents; b10c,
/// "LinkingLion: An entity linking Bitcoin transactions to IPs?", 28 March 2023 (https://b10c.me/observations/06-linkinglion/), for the
/// networks, and that it listens to announcements of transactions. How many go at once and how long the others stay is
/// ours: six in ten go a second after the handshake, the others hear announcements for 30 s. Weaker means: fewer connections.
struct ShortVisitors: Scenario {
    static let name = "short-visitors"

    static let connectionsPerMinute = 40.0
    static let userAgents = [
        "/Satoshi:0.13.1/", "/Satoshi:0.14.3/", "/Satoshi:0.16.2/", "/Satoshi:0.17.0.1/", "/Satoshi:0.19.0.1/",
        "/bcoin:2.1.2/", "/btcwire:0.4.1/btcd:0.7.0/", "/Bitcoin ABC:0.16.1/", "/Bither1.6.1/", "/bitcoinj:0.14.4/",
    ]

    private enum Step {
        case leave(Peer)
        case hear(Peer, times: Int)
    }

    private var arrivals: Pace
    private var agenda = Agenda<Step>()

    init(intensity: Double) { arrivals = Pace(perSecond: Self.connectionsPerMinute / 60 * intensity) }

    var due: Int64? { min(arrivals.due, agenda.due ?? .max) }

    mutating func act(_ node: inout NodeState, _ stage: inout Stage) {
        if let due = agenda.due, due <= arrivals.due {
            switch agenda.next() {
            case .leave(let peer): stage.disconnect(peer, &node)
            case .hear(let peer, let times):
                stage.send(node.pool.any("inv", &stage.random), to: peer)
                agenda.add(
                    times > 1 ? .hear(peer, times: times - 1) : .leave(peer), at: stage.elapsed + .seconds(5))
            case nil: break
            }
            return
        }
        arrivals.advance()
        let peer = stage.connect(from: Self.address(&stage.random), &node)
        stage.introduce(peer, userAgent: stage.random.element(of: Self.userAgents), node)
        stage.send(Message("verack"), to: peer)
        stage.receive(Message("verack"), from: peer)
        if stage.random.chance(percent: 60) {
            agenda.add(.leave(peer), at: stage.elapsed + .seconds(1))
        } else {
            agenda.add(.hear(peer, times: 5), at: stage.elapsed + .seconds(5))
        }
    }

    private static func address(_ random: inout Random) -> NodeAddress {
        NodeAddress(
            random.chance(percent: 75) ? .ipv4 : .ipv6, port: UInt16(random.within(32768...60999)), random: &random)
    }
}
