import CProcess
import Daemon
import Glibc

/// A process that was started, and what comes out of it.
struct Spawned {
    let pid: pid_t
    let output: Int32
    let errors: Int32
}

enum Spawn {
    /// Starts a program that dies with this process. To be called on a thread that lives as long as the program shall: the kernel takes that
    /// for the parent.
    static func start(_ path: String, _ arguments: [String], _ environment: [String: String]) throws(DaemonError)
        -> Spawned
    {
        let output = try makePipe()
        let errors: (reading: Int32, writing: Int32)
        do {
            errors = try makePipe()
        } catch {
            close(output.reading)
            close(output.writing)
            throw error
        }
        let (code, pid) = spawn(path, arguments, environment, output.writing, errors.writing)
        close(output.writing)
        close(errors.writing)
        guard code == 0 else {
            close(output.reading)
            close(errors.reading)
            throw failure(path, code)
        }
        return Spawned(pid: pid, output: output.reading, errors: errors.reading)
    }

    /// One thread alone starts processes, so none can inherit an end before it is marked.
    private static func makePipe() throws(DaemonError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure("pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }

    private static func failure(_ what: String, _ code: Int32) -> DaemonError {
        DaemonError("\(what): \(errnoText(code))")
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], _ output: Int32, _ errors: Int32
    ) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A process group of its own: Ctrl-C at the terminal is for `up` alone, which stops the others in order.
        process_set_apart(&attributes)
        let own = Executables.ownPath
        let words = [own, Launch.childMark, "\(getpid())", path] + arguments
        let argv = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, own, &actions, &attributes, argv, variables)
        return (code, pid)
    }
}
