import ArgumentParser
import CTraceEvents
import Foundation
import Testing

@testable import DemoNode

@Suite struct CommandTests {
    @Test(arguments: [
        ("mainnet", Mix.mainnet), ("recorded", .recorded), ("ping", .ping), ("size:0", .size(0)),
        ("size:512", .size(512)),
    ])
    func readsMixes(_ text: String, _ mix: Mix) { #expect(Mix(argument: text) == mix) }

    @Test(arguments: ["", "size:", "size:-1", "size:99999999", "blocks"])
    func rejectsOtherMixes(_ text: String) { #expect(Mix(argument: text) == nil) }

    @Test(arguments: [
        ["--records", "/tmp/x"], ["--p2p-connect", "nowhere"], ["--p2p-network", "main"], ["--p2p-block-every", "0"],
        ["--records", "/tmp/x", "--seconds", "1", "--p2p-connect", "127.0.0.1:1"],
        ["--records", "/tmp/x", "--seconds", "1", "--max-rate"], ["--rate", "-1"],
        ["--burst-size", "100001"], ["--one-shot-removed", "0"], ["--seconds", "nan"], ["--rate", "nan"],
        ["--records", "/tmp/x", "--count", "1", "--rate", "0"], ["--one-shot-removed", "1", "--max-rate"],
        ["--burst-every", "0.001"], ["--mix", "nothing"],
    ])
    func rejectsWhatMakesNoSense(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try DemoNodeCommand.parse(arguments) }
    }

    @Test func optionsBecomeSettings() throws {
        let command = try DemoNodeCommand.parse([
            "--rate", "20000", "--mix", "size:512", "--count", "9", "--messages-only", "--stamp", "--seed", "7",
        ])
        let expected = TrafficSettings {
            $0.ratePerSecond = 20_000
            $0.mix = .size(512)
            $0.messageLimit = 9
            $0.messagesOnly = true
            $0.stamp = true
            $0.seed = 7
        }
        #expect(command.traffic.settings == expected)
        #expect(try DemoNodeCommand.parse([]).traffic.settings == TrafficSettings())
    }

    @Test func theSummaryIsOneLineOfJSON() throws {
        let traffic = try Traffic.simulated(TrafficSettings(), seconds: 2)
        let line = traffic.probes.tally.summary(elapsed: 2_000_000_000, stalled: 0)
        #expect(!line.contains("\n"))
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let fired = try #require(summary["fired"] as? [String: Int])
        let messages = try #require(summary["messages"] as? [String: Int])
        #expect(summary["elapsed_ms"] as? Int == 2000)
        #expect(fired.count == Int(TRACE_KIND_COUNT.rawValue))
        #expect(
            fired["net:inbound_message", default: 0] + fired["net:outbound_message", default: 0]
                == messages.values.reduce(0, +))
        #expect(messages.values.reduce(0, +) == 400)
        #expect(summary["attempted"] as? [String: Int] == fired)
    }
}
