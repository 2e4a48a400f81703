import ArchiveFormat
import Daemon
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Archiver

/// What happens on a full disk: the archive ends behind its last whole block, what cannot be written is counted, and writing goes on
/// when there is room.
@Suite(.serialized, .enabled(if: SmallDisk.obstacle == nil, "\(SmallDisk.obstacle ?? "")"))
struct FullDiskTests {
    @Test(arguments: [0, 3]) func stopsCleanlyAndGoesOn(level: Int) throws {
        let disk = try SmallDisk(megabytes: 8)
        let scene = try Scene(level: level, in: disk.path + "/archives")
        try scene.sink.start()
        let filler = disk.path + "/filler"
        try writeFile([UInt8](repeating: 1, count: 5 << 20), to: filler)
        var (written, lost) = (UInt64(0), UInt64(0))
        var number: UInt64 = 0
        func deliver(until isDone: () -> Bool) {
            for _ in 0..<10_000 where !isDone() {
                number += 1
                let loss = scene.bus.deliver(numbered(number, bytes: 10_000).encoded(), on: "netmsg")
                if loss == nil { written += 1 } else { lost += 1 }
                scene.pass(.milliseconds(1))
            }
        }
        deliver { !scene.sink.isWriting }
        #expect(!scene.sink.isWriting)
        #expect(lost == 0)
        let flushed = try #require(scene.bus.flush())
        #expect(flushed.reason == .writeFailed)
        // While it is full, events are refused, and nothing is held.
        deliver { lost == 50 }
        #expect(scene.bus.flush() == nil)
        #expect(scene.sink.held == 0)
        scene.pass(.seconds(5))
        scene.sink.tick()
        #expect(!scene.sink.isWriting)
        let lastBefore = written - flushed.count
        #expect(try sequences(scene) == Array(1...lastBefore))
        #expect(try scene.names().allSatisfy { !$0.hasSuffix(".partial") })

        unlink(filler)
        scene.pass(.seconds(5))
        scene.sink.tick()
        #expect(scene.sink.isWriting)
        let resumed = number
        deliver { number == resumed + 20 }
        scene.sink.close()
        #expect(scene.bus.flush() == nil)
        #expect(try sequences(scene) == Array(1...lastBefore) + Array(resumed + 1...resumed + 20))
        #expect(written - flushed.count == lastBefore + 20)
        for name in try scene.archives() {
            #expect(try ArchiveIndex.load(forArchive: "\(scene.path)/\(name)")?.summary != nil)
        }
    }

    @Test func aDiskThatIsFullAtTheStartIsWaitedFor() throws {
        let disk = try SmallDisk(megabytes: 3)
        let scene = try Scene(in: disk.path + "/archives")
        _ = try? writeFile([UInt8](repeating: 1, count: 5 << 20), to: disk.path + "/filler")
        #expect(scene.bus.deliver(numbered(1).encoded(), on: "netmsg") == .writeFailed)
        unlink(disk.path + "/filler")
        scene.pass(.seconds(5))
        scene.sink.tick()
        // Less than 4 MiB: no try.
        #expect(!scene.sink.isWriting)
        #expect(try scene.names() == [])
    }

    private func sequences(_ scene: Scene) throws -> [UInt64] {
        try scene.archives().flatMap { try scene.events($0).map { try Event(decoding: $0).sequence ?? 0 } }
    }
}

/// A file system in memory with little room.
final class SmallDisk {
    let path: String
    private let folder: TemporaryDirectory

    /// Why there can be none here; nil where there can.
    static let obstacle: String? = {
        guard getuid() == 0 else { return "mounting a small file system needs root" }
        do {
            _ = try SmallDisk(megabytes: 1)
            return nil
        } catch {
            return "a small file system cannot be mounted: \(error)"
        }
    }()

    init(megabytes: Int) throws {
        folder = try TemporaryDirectory()
        path = folder.path + "/disk"
        guard mkdir(path, 0o755) == 0, mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw TestError("mount: error \(errno)")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}
