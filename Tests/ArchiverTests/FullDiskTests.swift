import ArchiveFormat
import Daemon
import Glibc
import PeerObserver
import TestSupport
import Testing

@testable import Archiver

/// What happens on a full disk: the archive ends behind its last whole block, what cannot be written is counted, and writing goes on
/// when there is room.
@Suite(.serialized, .enabled(if: SmallFileSystem.obstacle == nil, "\(SmallFileSystem.obstacle ?? "")"))
struct FullDiskTests {
    @Test(arguments: [0, 3]) func stopsCleanlyAndGoesOn(level: Int) throws {
        let disk = try SmallFileSystem(kilobytes: 8 << 10)
        let scene = try Scene(level: level, in: disk.path + "/archives")
        try scene.sink.start()
        disk.fill(kilobytes: 5 << 10)
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

        disk.free()
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
        let disk = try SmallFileSystem(kilobytes: 3 << 10)
        let scene = try Scene(in: disk.path + "/archives")
        disk.fill()
        #expect(scene.bus.deliver(numbered(1).encoded(), on: "netmsg") == .writeFailed)
        disk.free()
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
