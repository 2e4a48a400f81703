import ArgumentParser
import CProcess
import Daemon
import Glibc

/// Becomes another program.
enum Launch {
    /// The hidden first argument by which `up` starts its children: the starter's PID and the program with its arguments follow.
    static let childMark = "__child"

    /// Does what needs no parsing: becomes the program that the first argument names. Returns where it names none.
    static func handle(_ arguments: [String]) {
        guard arguments.count > 1 else { return }
        if arguments[1] == childMark, arguments.count > 3 {
            exit(becomeChild(of: arguments[2], path: arguments[3], Array(arguments.dropFirst(4))))
        }
        guard let component = Component.named(arguments[1]) else { return }
        exit(become(component.name, Array(arguments.dropFirst(2))).rawValue)
    }

    /// Replaces this process; returns the exit code only where that failed, which is told by then.
    static func become(_ name: String, _ arguments: [String]) -> ExitCode {
        do {
            let path = try Executables.installed.find(name)
            return ExitCode(replace(path, arguments))
        } catch {
            tell("error: \(error)")
            return ExitCode(127)
        }
    }

    /// A child of `up` must not outlive it, however that ends. The request to the kernel survives `execve`, but for programs that
    /// gain rights by it (set-user-ID, file capabilities).
    private static func becomeChild(of parent: String, path: String, _ arguments: [String]) -> Int32 {
        guard process_signal_on_parents_end(SIGKILL) == 0 else {
            tell("error: prctl: \(errnoText(errno))")
            return 126
        }
        // The parent may have ended before the request was made.
        guard parent == "\(getppid())" else { return 126 }
        return replace(path, arguments)
    }

    private static func replace(_ path: String, _ arguments: [String]) -> Int32 {
        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, argv)
        let code: Int32 = errno == ENOENT ? 127 : 126
        tell("error: \(path) cannot be started: \(errnoText(errno))")
        return code
    }

    private static func tell(_ line: String) {
        let bytes = Array("\(LogText.printable(line))\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
