import Dispatch
import Glibc
import Synchronization

/// The one thread that starts processes, and that never ends: the kernel kills a child when the thread that started
/// it does.
final class Spawner: Sendable {
    static let shared = Spawner()
    private let requests = Mutex<[@Sendable () -> Void]>([])
    private let added = DispatchSemaphore(value: 0)

    private init() {
        var thread = pthread_t()
        // Proof: the instance is the static one, so the pointer stays valid.
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Spawner>.fromOpaque(argument).takeUnretainedValue().loop()
            }, Unmanaged.passRetained(self).toOpaque())
    }

    /// Starts `command`, which begins with a path; it dies when this process does. `output` is what its stdout and
    /// stderr come out of.
    func spawn(_ command: [String], environment: [String: String]?) throws -> (pid: pid_t, output: Int32) {
        let (done, result) = (DispatchSemaphore(value: 0), Slot<(code: Int32, pid: pid_t, output: Int32)>((0, 0, -1)))
        requests.withLock { requests in
            requests.append {
                result.value = Self.start(command, environment)
                done.signal()
            }
        }
        added.signal()
        done.wait()
        guard result.value.code == 0 else { throw TestError("cannot start \(command): error \(result.value.code)") }
        return (result.value.pid, result.value.output)
    }

    private func loop() -> Never {
        while true {
            added.wait()
            requests.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
        }
    }

    /// Made here, on the one thread that starts programs, a pipe is no other child's too: that would keep it open.
    private static func start(_ command: [String], _ environment: [String: String]?) -> (Int32, pid_t, Int32) {
        var pipes: [Int32] = [-1, -1]
        guard pipe(&pipes) == 0 else { return (errno, 0, -1) }
        for descriptor in pipes { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let (code, pid) = start(command, environment, output: pipes[1])
        close(pipes[1])
        if code != 0 { close(pipes[0]) }
        return (code, pid, pipes[0])
    }

    private static func start(
        _ command: [String], _ environment: [String: String]?, output: Int32
    ) -> (Int32, pid_t) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        // This thread blocks signals, as Dispatch's do; a program that does not expect that would never see one.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // setpriv asks the kernel for that signal and then becomes the program.
        let full = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"] + command
        let argv = full.map { strdup($0) } + [nil]
        var variables = environment?.map { strdup("\($0.key)=\($0.value)") }
        variables?.append(nil)
        defer { for text in argv + (variables ?? []) { free(text) } }
        var pid: pid_t = 0
        let code =
            if var variables {
                posix_spawn(&pid, full[0], &actions, &attributes, argv, &variables)
            } else {
                posix_spawn(&pid, full[0], &actions, &attributes, argv, environ)
            }
        return (code, pid)
    }
}
