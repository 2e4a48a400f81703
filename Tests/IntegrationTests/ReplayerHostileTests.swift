import Foundation
import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// Archives that are damaged, or made to do harm: what is whole is given, the others go on, and the exit code tells.
    @Suite(.timeLimit(.minutes(2))) struct ReplayerHostile {
        private static let start: UInt64 = 1_700_000_000_000

        @Test func aTruncatedArchiveAmongWholeOnes() throws {
            let folder = try TemporaryDirectory()
            let paths = try (0..<3).map { file in
                let events = (0..<300).map { Event.ping(UInt64(3 * $0 + file), at: Self.start + UInt64(3 * $0 + file)) }
                return try Replayer.archive(events, "\(file).bin.zst", in: folder, blockSize: 1000)
            }
            try Replayer.cut(paths[1]) { $0 / 2 }
            let (events, told, code) = try Replayer.run(paths)
            let nonces = events.compactMap(\.nonce)
            #expect(code == 1)
            #expect(nonces == nonces.sorted())
            #expect(nonces.count { $0 % 3 != 1 } == 600)
            let rest = nonces.filter { $0 % 3 == 1 }
            #expect(rest.count > 50 && rest.count < 300 && rest == (0..<UInt64(rest.count)).map { 3 * $0 + 1 })
            #expect(told.count { $0.contains("is cut off") && $0.contains("archive=\(paths[1])") } == 1, "\(told)")
            #expect(told.contains("error: 1 of 3 archives could not be read to their end"))
        }

        @Test func aFlippedByteInABlock() throws {
            let folder = try TemporaryDirectory()
            let (bad, good) = (
                try Replayer.archive(
                    (0..<300).map { .ping($0, at: Self.start + $0) }, "bad.bin.zst", in: folder, blockSize: 1000),
                try Replayer.archive(
                    (0..<300).map { .ping(1000 + $0, at: Self.start + 1000 + $0) }, "good.bin.zst", in: folder)
            )
            var bytes = Array(try Data(contentsOf: URL(filePath: bad)))
            bytes[bytes.count / 2] ^= 0xFF
            _ = try Replayer.write(bytes, "bad.bin.zst", in: folder)
            let (events, told, code) = try Replayer.run([bad, good])
            #expect(code == 1)
            #expect(events.compactMap(\.nonce).count { $0 >= 1000 } == 300)
            #expect(told.contains { $0.contains("ERROR") && $0.contains("archive=\(bad)") }, "\(told)")
        }

        @Test(
            arguments: [
                ("no archive", Array("hello, this is no archive".utf8), "this is no archive"),
                ("empty", [], "is empty"),
                ("a window of 2 GiB", [0x28, 0xB5, 0x2F, 0xFD, 0x00, 21 << 3, 0, 0, 0], "needs 2147483648 bytes"),
                ("a version to come", [0x50, 0x41, 2] + [UInt8](repeating: 0, count: 13), "version 2"),
                ("an event of 4 GiB", forgedLength, "an event of 4294967296 bytes"),
                ("zeros without end", plainHead + [UInt8](repeating: 0, count: 1000), "an event of 0 bytes"),
            ] as [(String, [UInt8], String)])
        func hostileBytes(name: String, bytes: [UInt8], message: String) throws {
            let folder = try TemporaryDirectory()
            let bad = try Replayer.write(bytes, "bad.bin", in: folder)
            let good = try Replayer.archive([.ping(1, at: Self.start)], "good.bin.zst", in: folder)
            let (events, told, code) = try Replayer.run([bad, good, "/nonexistent/file", folder.path])
            #expect(code == 1 && events.compactMap(\.nonce) == [1], "\(told)")
            #expect(told.contains { $0.contains(message) && $0.contains("archive=\(bad)") }, "\(told)")
            #expect(told.contains("error: 3 of 4 archives could not be read to their end"), "\(told)")
        }

        /// 1.2 GiB in some 100 kB: 20 events of 60 MiB, each one field of zeros.
        @Test(.enabled(if: isExecutable("/usr/bin/zstd"), "needs zstd"))
        func aBombDoesNotFillTheMemory() throws {
            let folder = try TemporaryDirectory()
            let head = try Replayer.write(Self.plainHead, "head", in: folder)
            let (event, bomb) = ("\\x85\\x80\\x80\\x1e\\x0a\\x80\\x80\\x80\\x1e", "\(folder.path)/bomb.bin.zst")
            let content = "(cat \(head); for i in {1..20}; do printf '\(event)'; head -c 60M /dev/zero; done)"
            let pack = try ChildProcess("/bin/bash", ["-c", "\(content) | /usr/bin/zstd -q -1 -o \(bomb)"])
            #expect(pack.wait() == 0)
            // The limit covers what is mapped, which is far more than what is used.
            let shell = try ChildProcess(
                "/bin/bash", ["-c", "ulimit -v 900000; exec \(Products.path("replayer")) \(bomb)"])
            #expect(shell.wait() == 1)
            #expect(shell.output.last == "error: 20 events could not be decoded", "\(shell.output)")
        }

        @Test func anEventThatDoesNotDecodeIsCountedAndTheRestGiven() throws {
            let folder = try TemporaryDirectory()
            let (first, last) = (Event.ping(1, at: Self.start).encoded(), Event.ping(2, at: Self.start + 1).encoded())
            // A length in the event that reaches beyond it; then an event without content.
            let bad: [[UInt8]] = [[0x0A, 0x7F, 1], [0x50, 1]]
            let bytes = Self.plainHead + ([first] + bad + [last]).flatMap { [UInt8($0.count)] + $0 }
            let path = try Replayer.write(bytes, "a.bin", in: folder)
            let (events, told, code) = try Replayer.run([path])
            #expect(code == 1 && events.compactMap(\.nonce) == [1, 2], "\(events)")
            #expect(told.contains("error: 2 events could not be decoded"), "\(told)")
        }

        /// What an archive without compression begins with.
        private static let plainHead: [UInt8] = {
            let header = ArchiveHeader(created: 1_700_000_000, filters: []).encoded()
            return [UInt8(header.count)] + header
        }()
        private static let forgedLength = plainHead + [0x80, 0x80, 0x80, 0x80, 0x10]
    }
}
