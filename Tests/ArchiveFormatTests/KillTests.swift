import ArchiveFormat
import Dispatch
import Glibc
import PeerObserver
import TestSupport
import Testing

/// A writer that is killed at any moment, in the middle of a large block too, loses the block at hand, and nothing before it. The archiver itself is
/// killed by the integration tests.
@Suite struct KillTests {
    @Test(.timeLimit(.minutes(3))) func everyKillLosesOneBlock() throws {
        let fixture = try builtProduct("archive-fixture")
        let pause = DispatchSemaphore(value: 0)
        var (all, dropped) = (0, 0)
        for round in 0..<60 {
            let folder = try TemporaryDirectory()
            let (level, seekable) = [(3, "one"), (3, "seekable"), (0, "one"), (9, "one")][round % 4]
            // The large blocks are written in parts: a kill may come between two of them.
            let blockEvents = [1, 7, 1200][round % 3]
            let path = "\(folder.path)/a\(ArchiveName.ending(level: level))"
            let process = try ChildProcess(fixture, [path, "\(level)", seekable, "\(blockEvents)"])
            try process.line(containing: "0")
            _ = pause.wait(timeout: .now() + Double.random(in: 0...(blockEvents > 1000 ? 0.1 : 0.02)))
            if blockEvents > 1000 { Self.waitForAWrite(to: path + ".partial") }
            process.stop()
            let result = try ArchiveRecovery.recover(path + ".partial", as: path, sync: .never)
            // What it has told by now was in whole blocks before it was killed.
            let told = process.output.last.flatMap { UInt64($0) } ?? 0
            let sequences = try Self.sequences(path)
            #expect(sequences == Array(1...UInt64(sequences.count)), "round \(round)")
            #expect(UInt64(sequences.count) >= told, "round \(round)")
            #expect(result.archive.summary.events == UInt64(sequences.count))
            #expect(try ArchiveIndex.load(forArchive: path)?.summary == result.archive.summary)
            all += sequences.count
            dropped += result.droppedBytes > 0 ? 1 : 0
        }
        print("60 kills of a writer: \(all) events kept, \(dropped) archives ended in the middle of something")
        #expect(dropped >= 2)
    }

    /// Returns when the file has grown: in the middle of a large block, as often as not.
    private static func waitForAWrite(to path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let (before, deadline) = (status.st_size, ContinuousClock.now + .seconds(5))
        while status.st_size == before, ContinuousClock.now < deadline, stat(path, &status) == 0 { usleep(200) }
    }

    private static func sequences(_ path: String) throws -> [UInt64] {
        var reader = try ArchiveReader(path: path)
        var sequences: [UInt64] = []
        while try reader.next() { sequences.append(try EventNote(reader.event).sequence) }
        return sequences
    }
}
