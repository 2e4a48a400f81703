import CLibbpf
import Foundation
import TestSupport
import Testing

extension Integration.Tracing {
    /// The extractor has no more rights than the kernel asks for.
    @Suite struct Rights {
        /// CAP_SYS_ADMIN (linux/capability.h).
        private static let admin: UInt64 = 1 << 21

        @Test func whatTheKernelDoesNotAskForIsGivenUpByEveryThread() throws {
            let server = try NATSServer()
            let node = try ProbeNode()
            defer { node.stop() }
            let extractor = try Extractor.observing(node, nats: server)
            let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(extractor.process.pid)/task")
            #expect(threads.count > 1)
            for thread in threads {
                let status = try String(
                    contentsOfFile: "/proc/\(extractor.process.pid)/task/\(thread)/status", encoding: .utf8)
                for set in ["CapEff", "CapPrm"] {
                    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(set):\t") })
                    let rights = try #require(UInt64(line.dropFirst(set.utf8.count + 2), radix: 16))
                    #expect((rights & Self.admin != 0) == trace_needs_admin(), "\(set) of thread \(thread): \(line)")
                }
            }
            #expect(try node.fire("ping 1 1 0") == 1)
            #expect(try extractor.stop().confirmed == 1)
        }

        @Test(.enabled(if: !trace_needs_admin(), "this kernel takes uprobes from CAP_SYS_ADMIN alone"))
        func anOrdinaryUserWithTwoRightsObservesTheNodeOfAnother() throws {
            let server = try NATSServer()
            let subscriber = try EventSubscriber.on(server)
            // Where everybody can run it.
            let directory = try TemporaryDirectory()
            #expect(chmod(directory.path, 0o755) == 0)
            let (program, path) = ("\(directory.path)/ebpf-extractor", "\(directory.path)/bitcoind")
            try Files.copy(Products.path("ebpf-extractor"), to: program, mode: 0o755)
            try Files.copy(Products.path("probe-fixture"), to: path, mode: 0o755)
            let node = try ProbeNode(path: path)
            defer { node.stop() }
            let rights = "-all,+bpf,+perfmon"
            let extractor = try ChildProcess(
                "/usr/bin/setpriv",
                [
                    "--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set", rights,
                    "--inh-caps", rights, "--ambient-caps", rights, program, "-a", server.address, "-b", path,
                    "--process-interval", "0",
                ])
            defer { extractor.stop() }
            try extractor.line(containing: "connected to NATS")
            try extractor.line(containing: "attached to")
            #expect(try node.fire("ping 7 3 0") == 3)
            try subscriber.wait(for: 3)
            #expect(try subscriber.pings() == [7, 8, 9])
        }
    }
}
