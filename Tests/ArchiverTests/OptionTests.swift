import ArchiveFormat
import ArgumentParser
import Testing

@testable import Archiver

@Suite struct OptionTests {
    @Test(arguments: [
        ("0", 0), ("1024", 1024), ("1k", 1024), ("256MiB", 256 << 20), ("1G", 1 << 30), ("3TB", 3 << 40), ("7b", 7),
    ])
    func readsByteCounts(text: String, bytes: UInt64) { #expect(ByteCount(argument: text)?.bytes == bytes) }

    @Test(arguments: ["", "M", "-1", "1.5G", "1Q", "99999999999999999999", "18446744073709551615k"])
    func refusesOtherByteCounts(text: String) { #expect(ByteCount(argument: text) == nil) }

    @Test(arguments: [("0", 0), ("90", 90), ("90s", 90), ("15m", 900), ("2h", 7200), ("30d", 30 * 86400)])
    func readsTimes(text: String, seconds: Int64) { #expect(TimeSpan(argument: text)?.seconds == seconds) }

    @Test(arguments: ["", "m", "-1", "1w", "1.5h", "99999999999999999999", "9223372036854775807d"])
    func refusesOtherTimes(text: String) { #expect(TimeSpan(argument: text) == nil) }

    @Test func defaultsAreTold() {
        #expect(ByteCount(256 << 20).description == "256MiB")
        #expect(ByteCount(1000).description == "1000")
        #expect(TimeSpan(seconds: 900).description == "15m")
        #expect(TimeSpan(seconds: 2).description == "2s")
    }

    @Test(arguments: [
        ["-o", "a", "-b", "../b"], ["-o", "a", "-b", ""], ["-o", "a", "-b", ".hidden"], ["-o", "a", "-b", "a b"],
        ["-o", "a", "--compression-level", "23"], ["-o", "a", "--compression-level", "-1"],
        ["-o", "a", "--seekable", "--compression-level", "0"], ["-o", "a", "--max-file-size", "10"],
        ["-o", "a", "--block-interval", "0"], ["-o", "a", "--compression-threads", "65"],
        ["-o", "a", "--keep-age", "0"], ["-o", "a", "--block-size", "1000"], ["-o", "a", "--block-size", "2GiB"],
        [],
    ])
    func refusesWhatCannotBe(arguments: [String]) {
        #expect(throws: (any Error).self) { try FileOptions.parse(arguments) }
    }

    @Test func upstreamsFlagsAreTaken() throws {
        let files = try FileOptions.parse([
            "-o", "/tmp/a", "-b", "mainnet", "--max-file-size", "1073741824", "--compression-level", "22",
        ])
        #expect((files.outputDir, files.baseName) == ("/tmp/a", "mainnet"))
        #expect(files.maxFileSize.bytes == 1 << 30)
        #expect(files.settings.level == 22)
    }

    @Test func blocksGrowWithTheThreads() throws {
        #expect(try FileOptions.parse(["-o", "a"]).settings.blockSize == 1 << 20)
        #expect(try FileOptions.parse(["-o", "a", "--compression-threads", "2"]).settings.blockSize == 16 << 20)
        #expect(
            try FileOptions.parse(["-o", "a", "--compression-threads", "2", "--block-size", "1k"]).settings.blockSize
                == 1024)
    }

    @Test func blocksAreAcknowledgedInTime() throws {
        let arguments = ["-o", "a", "--jetstream", "S", "--ack-wait", "4s", "--block-interval"]
        #expect(throws: Never.self) { try ArchiverCommand.parse(arguments + ["2s"]) }
        #expect(throws: (any Error).self) { try ArchiverCommand.parse(arguments + ["3s"]) }
    }

    @Test func consumersAreNamedAfterTheArchives() throws {
        #expect(try StreamOptions.parse(["--jetstream", "S"]).consumerName(baseName: "a.b*c") == "archiver-a_b_c")
        #expect(
            try StreamOptions.parse(["--jetstream", "S", "--consumer", "mine"]).consumerName(baseName: "a") == "mine")
        for arguments in [
            ["--jetstream", "a.b"], ["--jetstream", ""], ["--consumer", "c"], ["--jetstream", "S", "--ack-wait", "1"],
        ] {
            #expect(throws: (any Error).self) { try StreamOptions.parse(arguments) }
        }
    }
}
