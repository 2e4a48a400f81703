import Foundation
import TestSupport

/// Runs a program on a terminal of its own, does what it is told once text has appeared, and tells all that came.
enum PseudoTerminal {
    static let python = "/usr/bin/python3"

    enum Step {
        /// Waits until this text has come.
        case wait(String)
        case type(String)
        case resize(columns: Int, rows: Int)
    }

    /// - Returns: the exit code, and the output as it came.
    static func run(
        _ command: [String], _ steps: [Step], columns: Int = 100, rows: Int = 30, environment: [String: String]? = nil
    ) throws -> (code: Int, output: String) {
        let list = steps.map { step in
            switch step {
            case .wait(let text): ["wait", text]
            case .type(let text): ["type", text]
            case .resize(let columns, let rows): ["resize", "\(columns)", "\(rows)"]
            }
        }
        let steps = String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
        let process = try ChildProcess(
            python, ["-c", program, steps, "\(columns)", "\(rows)"] + command, environment: environment)
        defer { process.stop() }
        guard process.wait() == 0, let line = process.output.last else { throw TestError("\(process.output)") }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
        return (answer.code, answer.output)
    }

    private struct Answer: Decodable {
        let code: Int
        let output: String
    }

    private static let program = """
        import fcntl, json, os, pty, select, signal, struct, sys, termios, time
        steps, columns, rows, command = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
        pid, terminal = pty.fork()
        if pid == 0:
            time.sleep(0.2)  # The size comes first.
            os.execv(command[0], command)
        def resize(columns, rows):
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        resize(columns, rows)
        output, seen, deadline = "", 0, time.time() + 40
        def read(wait):
            global output
            if not select.select([terminal], [], [], wait)[0]: return True
            try: data = os.read(terminal, 65536)
            except OSError: return False
            output += data.decode("utf-8", "replace")
            return bool(data)
        for step in steps:
            if step[0] == "resize": resize(int(step[1]), int(step[2])); seen = len(output)
            if step[0] == "type": os.write(terminal, step[1].encode())
            while step[0] == "wait":
                at = output.find(step[1], seen)
                if at >= 0: seen = at + len(step[1]); break
                if time.time() > deadline or not read(0.1):
                    os.kill(pid, signal.SIGKILL)
                    sys.exit(f"no {step[1]!r} in {output[-3000:]!r}")
        while time.time() < deadline and read(0.1): pass
        if time.time() > deadline: os.kill(pid, signal.SIGKILL)
        print(json.dumps({"code": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), "output": output}))
        """
}
