import TestSupport
import Testing

@testable import LogExtractor

struct RotatedFilesTests {
    @Test(arguments: [
        "debug.log.1", "debug.log-20261121", "debug.log.old", "debug.log-20261121.1", "debug-20261121.log",
        "debug.1.log",
        "debug-2026-11-21T10:00:00Z.log", "debug-20261121.log.1",
    ])
    func namesOfRotatedLogsAreKnown(_ name: String) { #expect(RotatedFiles.isRotated(name, of: "debug.log")) }

    @Test(arguments: [
        "debug.log", "debug-signet.log", "debug-signet.log.1", "debug", "debug.txt", "debugger.log", "debug2.log",
        "debug.log.1.gz", "debug-20261121.log.zst", "bitcoind.log", "",
    ])
    func otherNamesAreNot(_ name: String) { #expect(!RotatedFiles.isRotated(name, of: "debug.log")) }

    @Test func logWithoutAnEndingIsRotatedBehindItsName() {
        #expect(RotatedFiles.isRotated("bitcoind.1", of: "bitcoind"))
        #expect(!RotatedFiles.isRotated("bitcoin.1", of: "bitcoind"))
    }

    /// Both are rotated at the same time, and the other node's goes on first.
    @Test func logOfAnotherNodeInTheSameFolderIsLeftAlone() throws {
        let bench = try TailBench()
        try bench.append(10)
        try bench.start()
        try bench.catchUp()
        try bench.rename("debug.log", to: "debug.log.1")
        try bench.append("2026-11-21T10:00:02.000000Z [net] of another node\n", to: "debug-signet.log")
        try bench.append(10)
        try bench.catchUp()
        try bench.append(10)
        try bench.catchUp()
        try bench.expectWhole()
        #expect(try !bench.texts.contains { $0.hasSuffix("of another node") })
    }
}
