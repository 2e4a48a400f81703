import ArgumentParser

/// Every scenario: one row each.
enum ScenarioTable {
    static var all: [any Scenario.Type] {
        [
            PingSpam.self, AddrSpam.self, AddrFlood.self, AddrFlood2024.self, ShortVisitors.self,
            ConnectionFlood.self, SpyPeers.self, GetaddrFingerprinting.self, BloomLoad.self, InboundDrop.self,
            EvictionChurn.self, UnknownMessages.self, MalformedMessages.self, MisbehaviourSpike.self,
            InvalidHeaders.self, OrphanFlood.self, ProcessingBacklog.self, UncacheSpike.self, BlockStall.self,
            StaleTip.self, SlowBlock.self, ReconstructionFailures.self, LowDiversity.self, ClockOffset.self,
        ]
    }

    static func named(_ name: String) -> (any Scenario.Type)? { all.first { $0.name == name } }
}

/// A scenario's name on the command line.
struct ScenarioName: ExpressibleByArgument, Equatable, Sendable {
    let text: String

    init?(argument: String) {
        guard ScenarioTable.named(argument) != nil else { return nil }
        text = argument
    }

    static var allValueStrings: [String] { ScenarioTable.all.map { $0.name } }
}
