import Glibc
import TestSupport
import Testing

extension Integration {
    @Suite(.serialized, .timeLimit(.minutes(2)))
    struct LogPipe {
        @Test func writersOfAFIFOComeAndGo() throws {
            let scene = try LogScene()
            let pipe = scene.directory.path + "/pipe"
            let extractor = try LogExtractorProcess(nats: scene.server.address, ["-b", pipe])
            try extractor.process.line(containing: "waiting for")
            #expect(mkfifo(pipe, 0o600) == 0)
            try extractor.process.line(containing: "reading")
            var all: [String] = []
            for writer in 0..<3 {
                let lines = (0..<500).map { "2026-11-21T10:00:00Z [net] writer \(writer) line \($0)" }
                try scene.append(lines, to: "pipe")
                all += lines
                try scene.expect(all)
            }
            try scene.append(["2026-11-21T10:00:00Z [net] the last"], to: "pipe")
            let account = try extractor.stop()
            #expect(account.confirmed == 1501)
        }

        @Test func newFIFOAtThePathIsRead() throws {
            let scene = try LogScene()
            let pipe = scene.directory.path + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let extractor = try LogExtractorProcess(nats: scene.server.address, ["--bitcoind-pipe", pipe])
            try scene.append(["one"], to: "pipe")
            try scene.subscriber.wait(for: 1)
            #expect(unlink(pipe) == 0 && mkfifo(pipe, 0o600) == 0)
            try scene.append(["two"], to: "pipe")
            try scene.expect(["one", "two"])
            _ = try extractor.stop()
        }

        @Test func serverThatComesLaterGetsWhatAFIFOHad() throws {
            let scene = try LogScene()
            let proxy = try TCPProxy(to: scene.server.port)
            defer { proxy.stop() }
            proxy.refuse()
            let pipe = scene.directory.path + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            let extractor = try LogExtractorProcess(nats: proxy.address, ["-b", pipe])
            try extractor.process.line(containing: "is not reachable")
            let lines = (0..<5000).map { "2026-11-21T10:00:00Z [net] line \($0)" }
            try scene.append(lines, to: "pipe")
            try extractor.metrics("the lines wait for a server") { $0.inFlight == 5000 }
            proxy.resume()
            try scene.expect(lines)
            #expect(try extractor.stop().confirmed == 5000)
        }

        @Test func standardInputEndsTheProgram() throws {
            let scene = try LogScene()
            let lines = (0..<20_000).map { "2026-11-21T10:00:00Z [net] line \($0)" }
            try scene.append(lines)
            let extractor = try LogExtractorProcess(nats: scene.server.address, ["--stdin"], input: scene.log)
            let account = try extractor.end()
            #expect(account.confirmed == 20_000 && account.lost == 0)
            try scene.expect(lines)
        }

        @Test func pipeIsReadToItsEnd() throws {
            let scene = try LogScene()
            try scene.append(["one", "two", "", "four"])
            let process = try ChildProcess(
                "/bin/sh",
                [
                    "-c", "{ cat \(scene.log); printf five; } | exec \"$0\" \"$@\"", Products.path("log-extractor"),
                    "-a", scene.server.address, "--stdin",
                ])
            #expect(process.wait() == 0)
            try scene.expect(["one", "two", "", "four", "five"])
        }

        @Test(arguments: [
            [], ["--stdin", "-b", "/tmp/pipe"], ["--debug-log", "/tmp/debug.log"], ["--stdin", "--from-end"],
            ["--debug-log", "/tmp/a", "--position-file", "/tmp/a"],
        ]) func wrongArgumentsAreRefused(_ arguments: [String]) throws {
            let process = try ChildProcess(Products.path("log-extractor"), arguments)
            #expect(process.wait() == 64)
        }

        @Test func positionFileOfSomethingElseIsAnError() throws {
            let scene = try LogScene()
            let file = try scene.directory.write("precious\n", to: "position")
            let process = try ChildProcess(
                Products.path("log-extractor"),
                ["-a", scene.server.address, "--debug-log", scene.log, "--position-file", file])
            #expect(process.wait() == 1)
            try process.line(containing: "error: \(file) is no position file")
        }
    }
}
