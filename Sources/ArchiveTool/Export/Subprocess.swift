import Daemon
import Glibc

/// A program that reads from this one.
final class Subprocess {
    private let pid: pid_t
    private var input: Int32
    private var code: Int32?

    /// - Parameter arguments: the program's path, or its name, which is looked for in `PATH`, and what it is given.
    convenience init(_ arguments: [String]) throws { try self.init(arguments, isQuiet: false) }

    private init(_ arguments: [String], isQuiet: Bool) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ToolError("cannot make a pipe: \(errnoText(errno))") }
        defer { close(ends[0]) }
        // The program must not hold the end open that tells it of its input's end.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        // What it says is for people; standard output may be data.
        if isQuiet {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var pid: pid_t = 0
        let result = posix_spawnp(&pid, arguments[0], &actions, nil, &pointers, environ)
        guard result == 0 else {
            close(ends[1])
            throw ToolError("cannot start \(arguments[0]): \(errnoText(result))")
        }
        (self.pid, input) = (pid, ends[1])
    }

    /// Whether a program ends well without any input.
    static func succeeds(_ arguments: [String]) -> Bool {
        guard let process = try? Subprocess(arguments, isQuiet: true) else { return false }
        return process.wait() == 0
    }

    /// False where it does not read any more.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool { Console.write(bytes, to: input) }

    /// Ends its input and waits for its end: the exit code, or 128 and the signal's number.
    func wait() -> Int32 {
        if let code { return code }
        close(input)
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        let code = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
        self.code = code
        return code
    }

    deinit {
        guard code == nil else { return }
        kill(pid, SIGKILL)
        _ = wait()
    }
}
