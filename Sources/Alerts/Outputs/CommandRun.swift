import CProcess
import Daemon
import Glibc

/// A program that runs, without a shell and without anything that this one has open.
struct CommandRun {
    private let pid: pid_t
    private let begun = ContinuousClock.now

    /// - Parameters:
    ///   - input: Its standard input, whole, so that nobody waits for it to be read.
    ///   - variables: Beside `PATH`, `HOME` and `LANG`; this program's others may hold secrets.
    init(_ path: String, input: [UInt8], _ variables: [(String, String)]) throws(DaemonError) {
        let file = process_memory_file("alert")
        guard file >= 0 else { throw DaemonError("no room for the alert: \(errnoText(errno))") }
        defer { close(file) }
        guard write(file, input, input.count) == input.count, lseek(file, 0, SEEK_SET) == 0 else {
            throw DaemonError("the alert cannot be handed over: \(errnoText(errno))")
        }
        let (code, pid) = Self.spawn(path, file, variables)
        guard code == 0 else { throw DaemonError("it cannot be started: \(errnoText(code))") }
        self.pid = pid
    }

    /// Waits for its end; where that is not good, throws.
    /// - Parameter isPatient: Whether to wait on, after so long; else it is killed with what it has started.
    func wait(_ isPatient: (Duration) -> Bool) throws(DaemonError) {
        var status: Int32 = 0
        var pause: UInt32 = 1000
        while true {
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            guard ended == 0 || errno == EINTR else { throw DaemonError("waitpid: \(errnoText(errno))") }
            if !isPatient(ContinuousClock.now - begun) {
                kill(-pid, SIGKILL)
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                throw DaemonError("it was killed after \(ContinuousClock.now - begun)")
            }
            usleep(pause)
            pause = min(pause * 2, 50_000)
        }
        let signal = status & 0x7F
        guard signal == 0 else { throw DaemonError("signal \(signal)") }
        guard status >> 8 & 0xFF == 0 else { throw DaemonError("exit code \(status >> 8 & 0xFF)") }
    }

    private static func spawn(_ path: String, _ input: Int32, _ variables: [(String, String)]) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        // What libraries have open is not always marked to be closed.
        process_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A process group of its own, to be killed as a whole.
        process_set_apart(&attributes)
        let names = ["PATH", "HOME", "LANG"]
        let inherited = names.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
        let argv = [strdup(path), nil]
        let environment = (inherited + variables.map { "\($0.0)=\($0.1)" }).map { strdup($0) } + [nil]
        defer { for text in argv + environment { free(text) } }
        var pid: pid_t = 0
        return (posix_spawn(&pid, path, &actions, &attributes, argv, environment), pid)
    }
}
