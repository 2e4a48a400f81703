import ArgumentParser
import PeerObserver

/// Upstream's thresholds, by upstream's names.
struct UpstreamOptions: ParsableArguments {
    @Option(help: "Pings of a peer within --ping-window-secs that are still fine.")
    var pingThreshold: Int = 3

    @Option(help: "Seconds.")
    var pingWindowSecs: Int = 120

    @Option(help: "addr and addrv2 messages of a peer within --addr-window-secs that are still fine.")
    var addrThreshold: Int = 6

    @Option(help: "Seconds.")
    var addrWindowSecs: Int = 60

    @Option(help: "Seconds without an event after which a peer is forgotten.")
    var peerStaleSecs: Int = 300

    @Option(help: "Addresses that a new peer may announce at once.")
    var addrEntriesInitialTokens: Double = 1

    @Option(help: "Addresses that a peer may announce at once; each getaddr sent allows as many.")
    var addrEntriesBucketCapacity: Double = 1000

    @Option(help: "Addresses a second that a peer may announce.")
    var addrEntriesRatePerSec: Double = 0.1

    @Option(help: "Addresses of a peer beyond that rate that are still fine.")
    var addrEntriesThreshold: Int = 20

    func validate() throws {
        guard 1...86_400 ~= peerStaleSecs else { throw ValidationError("--peer-stale-secs takes 1 to 86400") }
        for (kind, values) in parameters {
            for parameter in DetectorTable.facts.first(where: { $0.kind == kind })?.parameters ?? [] {
                guard let value = values[parameter.name], !parameter.range.contains(value) else { continue }
                throw ValidationError(
                    "\(kind).\(parameter.name) takes \(parameter.range.lowerBound.plain) to "
                        + "\(parameter.range.upperBound.plain), not \(value)")
            }
        }
    }

    /// By kind and name.
    var parameters: [String: [String: Double]] {
        [
            "ping-spam": ["threshold": Double(pingThreshold), "window": Double(pingWindowSecs)],
            "addr-spam": ["threshold": Double(addrThreshold), "window": Double(addrWindowSecs)],
            "addr-flood": [
                "threshold": Double(addrEntriesThreshold), "capacity": addrEntriesBucketCapacity,
                "rate": addrEntriesRatePerSec, "initial-tokens": addrEntriesInitialTokens,
            ],
        ]
    }
}

/// What may be changed of detectors and alerts.
struct DetectorOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Change a number of a detector, such as addr-flood.threshold=50; may be given several times.",
            valueName: "kind.name=value"))
    var changes: [ParameterChange] = []

    @Option(
        help: ArgumentHelp(
            "Raise no alerts of this kind, and log none of its lines; may be given several times.", valueName: "kind"))
    var disable: [AlertKindName] = []

    @Option(
        name: .customLong("watch"),
        help: ArgumentHelp(
            "Raise band alerts for this counter: events.SUBJECT, in.TYPE, out.TYPE, connections.KIND, mempool.KIND, rejected.REASON, log.CATEGORY or traffic.DIRECTION; may be given several times.",
            valueName: "counter"))
    var watched: [WatchedCounter] = []

    @Option(help: "Seconds after the end of an alert within which findings of its kind are counted only.")
    var coolDown: Int = 600

    @Option(help: "Seconds between two events that tell that an alert goes on.")
    var updateInterval: Int = 60

    @Option(
        help: ArgumentHelp(
            "Seconds without any event of a node after which its alerts are told as over.", valueName: "seconds"))
    var nodeSilence: Int = 600

    func validate() throws {
        guard watched.count <= Self.mostWatched else {
            throw ValidationError("--watch may be given \(Self.mostWatched) times")
        }
        guard 0...86_400 ~= coolDown, 1...86_400 ~= updateInterval, 1...86_400 ~= nodeSilence else {
            throw ValidationError("--cool-down takes 0 to 86400, --update-interval and --node-silence 1 to 86400")
        }
    }

    private static let mostWatched = 32

    /// What to subscribe to for them.
    var watchedSubjects: [Subject] {
        watched.compactMap { if case .subject(let subject) = $0.matcher { subject } else { nil } }
    }

    func settings(_ upstream: UpstreamOptions) -> WatchSettings {
        var detectors = DetectorSettings(
            changed: upstream.parameters, disabled: Set(disable.map(\.name)), watched: watched)
        for change in changes { detectors.changed[change.kind, default: [:]][change.name] = change.value }
        return WatchSettings(
            detectors: detectors, book: AlertBook.Settings(coolDown: coolDown, updateInterval: updateInterval),
            peerSilence: upstream.peerStaleSecs, nodeSilence: nodeSilence)
    }
}

/// `kind.name=value`, of a parameter that there is.
struct ParameterChange: ExpressibleByArgument, Sendable {
    let kind: String
    let name: String
    let value: Double

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        let names = sides.first?.split(separator: ".", maxSplits: 1) ?? []
        guard sides.count == 2, names.count == 2, let value = Double(sides[1]),
            let facts = DetectorTable.facts.first(where: { $0.kind == names[0] }),
            let parameter = facts.parameters.first(where: { $0.name == names[1] }), parameter.range.contains(value)
        else { return nil }
        (kind, name, self.value) = (facts.kind, parameter.name, value)
    }
}

/// The kind of a detector that there is.
struct AlertKindName: ExpressibleByArgument, Sendable {
    let name: String

    init?(argument: String) {
        guard DetectorTable.facts.contains(where: { $0.kind == argument }) else { return nil }
        name = argument
    }

    static var allValueStrings: [String] { DetectorTable.facts.map(\.kind) }
}
