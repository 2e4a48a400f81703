import ArgumentParser
import CTraceEvents
import Foundation
import Testing

@testable import DemoNode

@Suite struct ScenarioTests {
    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

    @Test func optionsBecomeSettings() throws {
        let command = try DemoNodeCommand.parse([
            "--scenario", "addr-flood", "--scenario-after", "3", "--scenario-seconds", "20", "--scenario-intensity",
            "0.1",
        ])
        let expected = ScenarioSettings(name: "addr-flood", afterSeconds: 3, seconds: 20, intensity: 0.1)
        #expect(command.scenario.settings == expected)
        #expect(try DemoNodeCommand.parse([]).scenario.settings == nil)
    }

    @Test(arguments: [
        ["--scenario", "nothing"], ["--scenario", "ping-spam", "--scenario-after", "-1"],
        ["--scenario", "ping-spam", "--scenario-intensity", "0"],
        ["--scenario", "ping-spam", "--scenario-seconds", "0"],
        ["--scenario", "ping-spam", "--one-shot-removed", "5"],
    ])
    func rejectsWhatMakesNoSense(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try DemoNodeCommand.parse(arguments) }
    }

    @Test func eachIsToldOfInTheDocuments() throws {
        let text = try String(contentsOf: Self.root.appending(path: "docs/scenarios.md"), encoding: .utf8)
        let names = ScenarioTable.all.map { $0.name }
        #expect(Set(names).count == names.count)
        for name in names { #expect(text.contains("\n## \(name)\n"), "\(name)") }
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        #expect(headings.filter { ScenarioTable.named($0) != nil } == names, "in the order of the table")
    }

    @Test func eachKeepsToItsTimeAndTakesItsPeersWithIt() throws {
        for scenario in ScenarioTable.all {
            var settings = TrafficSettings { $0.ratePerSecond = 5 }
            settings.burstEverySeconds = 0
            settings.scenario = ScenarioSettings(name: scenario.name, afterSeconds: 7, seconds: 6)
            let traffic = try Traffic.simulated(settings, seconds: 30)
            settings.scenario = nil
            let quiet = try Traffic.simulated(settings, seconds: 30)
            func hits(_ traffic: Traffic<CollectingSink>, in seconds: Range<Int64>) -> Int {
                traffic.probes.sink.hits.count { seconds.contains($0.elapsed / 1_000_000_000) }
            }
            #expect(hits(traffic, in: 0..<7) == hits(quiet, in: 0..<7), "\(scenario.name)")
            #expect(traffic.state.peers.guests.isEmpty, "\(scenario.name)")
            #expect(traffic.probes.sink.hits.count != quiet.probes.sink.hits.count, "\(scenario.name)")
        }
    }

    @Test func eachGivesTheSameForTheSameSeed() throws {
        for scenario in ScenarioTable.all {
            func play(_ seed: UInt64) throws -> [String] {
                let settings = TrafficSettings {
                    $0.seed = seed
                    $0.ratePerSecond = 5
                    $0.scenario = ScenarioSettings(name: scenario.name, afterSeconds: 1)
                }
                return try Traffic.simulated(settings, seconds: 10).probes.sink.hits.map { hit, elapsed in
                    guard case .message(let exchange) = hit else { return "\(elapsed) \(hit.kind.rawValue)" }
                    return
                        "\(elapsed) \(exchange.peer.address) \(exchange.message.type) \(exchange.message.payload.hashValue)"
                }
            }
            #expect(try play(1) == play(1), "\(scenario.name)")
            #expect(try play(1) != play(2), "\(scenario.name)")
        }
    }
}
