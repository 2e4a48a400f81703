import Glibc
import TestSupport
import Testing

extension Integration {
    /// What cannot work ends with one line that says why and what to do; nothing crashes.
    @Suite(.timeLimit(.minutes(1))) struct BadInput {
        private static let fixture = Products.path("probe-fixture")

        /// Runs the extractor until it ends by itself, and expects one line of error.
        private func expectError(
            _ arguments: [String], _ words: [String], before: [String] = [],
            program: String = Products.path("ebpf-extractor"),
            environment: [String: String]? = nil, _ location: SourceLocation = #_sourceLocation
        ) throws {
            let command = before + [program, "-a", "127.0.0.1:1", "-l", "ERROR"] + arguments
            let process = try ChildProcess(command[0], Array(command.dropFirst()), environment: environment)
            defer { process.stop() }
            try eventually("its end", within: .seconds(20), describe: "\(process.output)") {
                ProcessEnd.hasEnded(process.pid)
            }
            #expect(process.wait() == 1, "\(process.output)", sourceLocation: location)
            try eventually("a line") { !process.output.isEmpty }
            #expect(process.output.count == 1, "\(process.output)", sourceLocation: location)
            let line = process.output.first ?? ""
            #expect(line.hasPrefix("error: "), sourceLocation: location)
            for word in words { #expect(line.contains(word), "\(line)", sourceLocation: location) }
        }

        @Test func pathThatIsNoFile() throws {
            try expectError(["-b", "/nonexistent/bitcoind"], ["/nonexistent/bitcoind: no such file"])
        }

        @Test func pathThatIsNoBinary() throws {
            let directory = try TemporaryDirectory()
            let script = try directory.write("#!/bin/sh\n", to: "bitcoind")
            let empty = try directory.write("", to: "empty")
            for path in [script, empty, directory.path, "/dev/null"] {
                try expectError(["-b", path], ["\(path): not a program of this machine"])
            }
        }

        @Test func pathThatIsAFIFODoesNotHang() throws {
            let directory = try TemporaryDirectory()
            #expect(mkfifo("\(directory.path)/fifo", 0o600) == 0)
            try expectError(["-b", "\(directory.path)/fifo"], ["not a program"])
        }

        @Test func pathWithBytesForATerminal() throws {
            try expectError(["-b", "/\u{1b}[2J\n"], [#"/\x1b[2J\n: no such file"#])
        }

        @Test func binaryWithoutTracepoints() throws {
            try expectError(["-b", "/bin/true"], ["/bin/true: has no tracepoints", "WITH_USDT"])
        }

        @Test func deadPID() throws {
            let child = try ChildProcess("/bin/true", [])
            #expect(child.wait() == 0)
            try expectError(["-b", Self.fixture, "--bitcoind-pid", "\(child.pid)"], ["no process \(child.pid)"])
        }

        @Test func pidOfAnotherProgram() throws {
            try expectError(
                ["-b", Self.fixture, "--bitcoind-pid", "\(getpid())"],
                ["process \(getpid()) does not run \(Self.fixture)"])
        }

        @Test(.enabled(if: getuid() == 0, "giving up rights needs some")) func noPrivileges() throws {
            // Where everybody can run it.
            let directory = try TemporaryDirectory()
            #expect(chmod(directory.path, 0o755) == 0)
            let (program, node) = ("\(directory.path)/ebpf-extractor", "\(directory.path)/bitcoind")
            try Files.copy(Products.path("ebpf-extractor"), to: program, mode: 0o755)
            try Files.copy(Self.fixture, to: node, mode: 0o755)
            try expectError(
                ["-b", node],
                ["cannot load the BPF programs: not permitted; run as root, or with CAP_BPF and CAP_PERFMON"],
                before: [
                    "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set",
                    "-all",
                ],
                program: program)
            #expect(chmod(node, 0o711) == 0)
            try expectError(
                ["-b", node], ["\(node): not permitted"],
                before: [
                    "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set",
                    "-all",
                ],
                program: program)
        }

        @Test func recordingThatIsNone() throws {
            let directory = try TemporaryDirectory()
            let text = try directory.write("hello, this is no recording", to: "text")
            try expectError(["--replay", text], ["\(text): is no recording of ebpf-extractor --record"])
            try expectError(["--replay", "/nonexistent"], ["/nonexistent: No such file or directory"])
            let damaged = try directory.write("PEEROBS1\u{7f}\u{7f}\u{7f}\u{7f}\u{0}\u{0}\u{0}\u{0}", to: "damaged")
            try expectError(["--replay", damaged], ["\(damaged): damaged at byte 8: an entry of 2139062143 bytes"])
        }

        @Test(.enabled(if: Kernel.obstacle == nil, "\(Kernel.obstacle ?? "")")) func recordingThatCannotBeWritten()
            throws
        {
            try expectError(
                ["-b", Self.fixture, "--record", "/nonexistent/file"], ["/nonexistent/file: No such file or directory"])
        }

        @Test func credentialsThatDoNotFit() throws {
            let directory = try TemporaryDirectory()
            let empty = try directory.write("", to: "empty")
            try expectError(
                ["-b", Self.fixture, "-u", "alice"],
                ["--nats-username needs a password (add --nats-password-file FILE)"])
            try expectError(["-b", Self.fixture, "-f", empty], ["a NATS password needs a user"])
            try expectError(
                ["-b", Self.fixture, "-u", "alice", "-f", "/nonexistent"], ["cannot read the NATS password"])
            try expectError(["-b", Self.fixture, "-u", "alice", "-f", empty], ["is empty"])
        }

        @Test func wrongPassword() throws {
            let server = try NATSServer(configuration: "authorization { user: alice, password: secret }\n")
            let wrong = try server.directory.write("guess\n", to: "password")
            try expectError(
                ["-a", server.address, "-u", "alice", "-f", wrong, "-b", Self.fixture],
                ["Authorization", "check --nats-username"])
        }

        @Test func addressOfMetricsThatIsTaken() throws {
            let taken = try LoopbackSocket.listen()
            defer { close(taken.descriptor) }
            try expectError(
                ["-b", Self.fixture, "--prometheus-address", "127.0.0.1:\(taken.port)"], ["\(taken.port)", "in use"])
        }

        /// The option parser answers with the usage, too.
        @Test(
            arguments: [
                (
                    ["-b", "x", "--bitcoind-pid", "1", "--bitcoind-pid-file", "f"],
                    "give --bitcoind-pid or --bitcoind-pid-file, not both"
                ),
                (["-b", "x", "-l", "loud"], "The value 'loud' is invalid for '-l <log-level>'"),
                ([], "give --bitcoind-path"), (["-b", "x", "--no-such-option"], "--no-such-option"),
            ] as [([String], String)])
        func optionsThatAreWrong(arguments: [String], problem: String) throws {
            let process = try ChildProcess(Products.path("ebpf-extractor"), arguments)
            #expect(process.wait() == 64)
            try process.line(containing: "Usage: ebpf-extractor")
            #expect(process.output.first?.hasPrefix("Error: ") == true)
            #expect(process.output.first?.contains(problem) == true, "\(process.output)")
        }
    }
}

enum ProcessEnd {
    /// Whether a child has ended; it stays to be waited for.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(pid), &information, Int32(WEXITED) | Int32(WNOWAIT) | Int32(WNOHANG)) == 0
            && information.si_signo == SIGCHLD
    }
}
