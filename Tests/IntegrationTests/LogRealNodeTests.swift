import Glibc
import PeerObserver
import TestSupport
import Testing

extension Integration {
    /// The debug.log of Bitcoin Core itself.
    @Suite(.serialized, .enabled(if: Bitcoind.path != nil, "BITCOIND_EXE names no bitcoind"), .timeLimit(.minutes(3)))
    struct LogRealNode {
        @Test func restartsAndTheShrinkAtTheStartLoseAndRepeatNothing() throws {
            let scene = try LogScene()
            let extractor = try scene.tail()
            var node = try start(scene)
            end(node)
            node = try start(scene)
            end(node)
            // Core keeps the last 10 MB of a log above 11 MB.
            try scene.append(Self.filler)
            let before = try Files.bytes(scene.log)
            try scene.subscriber.wait(for: before.count { $0 == 0x0A }, within: .seconds(60))
            node = try start(scene, ["-shrinkdebugfile=1"])
            try extractor.metrics("the shrink is noticed") { $0.sum("_shrinks_total") == 1 }
            end(node)
            let after = try Files.bytes(scene.log)
            #expect(after.count < before.count && after[..<10_000_000].elementsEqual(before.suffix(10_000_000)))
            let whole = before + after.dropFirst(10_000_000)
            try scene.expect(lines(whole))
            #expect(try extractor.stop().lost == 0)
        }

        @Test func shrinkWhileTheExtractorIsDownLosesAndRepeatsNothing() throws {
            let scene = try LogScene()
            var extractor = try scene.tail()
            try scene.append(Self.filler)
            try scene.subscriber.wait(for: 12_500, within: .seconds(60))
            _ = try extractor.stop()
            let before = try Files.bytes(scene.log)
            let node = try start(scene, ["-shrinkdebugfile=1"])
            extractor = try scene.tail()
            end(node)
            let after = try Files.bytes(scene.log)
            #expect(after[..<10_000_000].elementsEqual(before.suffix(10_000_000)))
            try scene.expect(lines(before + after.dropFirst(10_000_000)))
            _ = try extractor.stop()
        }

        @Test func pipeOfANodeIsRead() throws {
            let scene = try LogScene()
            let pipe = scene.directory.path + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let extractor = try LogExtractorProcess(nats: scene.server.address, ["-b", pipe])
            let follower = try ChildProcess("/bin/sh", ["-c", "exec tail -n +1 -F \(scene.log) > \(pipe)"])
            let node = try start(scene)
            end(node)
            let lines = try scene.lines("debug.log")
            try scene.expect(lines)
            follower.stop()
            let account = try extractor.stop()
            #expect(account.confirmed == UInt64(lines.count) && account.lost == 0)
        }

        /// More than 11 MB.
        private static var filler: [String] {
            let text = String(repeating: "x", count: 900)
            return (0..<12_500).map { "2026-11-21T10:00:00.\(String(1_000_000 + $0).dropFirst())Z \(text) \($0)" }
        }

        /// Returns when it is up; its log is the scene's.
        private func start(_ scene: LogScene, _ arguments: [String] = []) throws -> ChildProcess {
            let data = scene.directory.path + "/node"
            mkdir(data, 0o700)
            let node = try ChildProcess(
                try #require(Bitcoind.path),
                [
                    "-regtest", "-datadir=\(data)", "-debuglogfile=\(scene.log)", "-debug=all", "-logtimemicros",
                    "-logthreadnames", "-logsourcelocations", "-listen=0", "-rpcport=\(try freePort())", "-dnsseed=0",
                    "-connect=0", "-shrinkdebugfile=0",
                ] + arguments)
            let log = scene.log
            let before = (try? Files.bytes(log).count) ?? 0
            try eventually("the node is up", within: .seconds(60)) {
                let bytes = (try? Files.bytes(log)) ?? []
                let new = bytes.count >= before ? bytes[min(before, bytes.count)...] : bytes[...]
                return String(decoding: new.suffix(200_000), as: UTF8.self).contains("Done loading")
            }
            return node
        }

        private func end(_ node: ChildProcess, _ location: SourceLocation = #_sourceLocation) {
            node.signal(SIGTERM)
            #expect(node.wait() == 0, "\(node.output.suffix(3))", sourceLocation: location)
        }

        private func lines(_ bytes: [UInt8]) -> [String] {
            bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }
}
