import ArgumentParser
import Daemon
import Testing

@testable import Replayer

@Suite struct ReplayOptionTests {
    @Test func printingIsFastAndPublishingIsInTime() throws {
        #expect(try ReplayerCommand.parse(["a"]).replay.factor == nil)
        #expect(try ReplayerCommand.parse(["a", "--speed", "2"]).replay.factor == 2)
        #expect(try ReplayerCommand.parse(["a", "--publish"]).replay.factor == 1)
        #expect(try ReplayerCommand.parse(["a", "--publish", "--speed", "0"]).replay.factor == nil)
    }

    @Test(arguments: [
        [], ["a", "--publish", "--format", "json"], ["a", "--speed", "-1"], ["a", "--from", "yesterday"],
        ["/dev/null", "--loop"], ["/dev/null", "--from", "+10m"], ["/dev/null", "--to", "+10m"],
        ["a", "--direction", "up"], ["a", "--peer", "x"],
    ])
    func whatCannotBeMeantIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try ReplayerCommand.parse(arguments) }
    }

    @Test func upstreamsCommandLineIsUnderstood() throws {
        let command = try ReplayerCommand.parse(["a.bin.zst", "b.bin", "-l", "DEBUG"])
        #expect(command.files == ["a.bin.zst", "b.bin"] && command.common.logLevel == .debug)
        #expect(try ReplayerCommand.parse(["a", "--no-progress"]).replay.progress == false)
        #expect(try ReplayerCommand.parse(["a"]).replay.progress == nil)
    }
}
