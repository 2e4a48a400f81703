import Dispatch
import Glibc
import TestSupport

/// The programs of this package.
enum Products {
    /// The name alone where there is none, so that starting it tells the failure.
    static func path(_ name: String) -> String { (try? builtProduct(name)) ?? name }
}

/// What has to be there for the tests that observe tracepoints.
enum Kernel {
    /// Why eBPF cannot be tried here; nil where it can.
    static let obstacle: String? =
        if getuid() != 0 {
            "loading BPF programs needs root"
        } else if access("/sys/bus/event_source/devices/uprobe", F_OK) != 0 {
            "the kernel has no uprobes"
        } else {
            nil
        }
}

/// Looks every few milliseconds until `condition` holds; throws where it does not in time.
func eventually(
    _ what: String, within timeout: Duration = .seconds(30), describe: @autoclosure () -> String = "",
    _ condition: () throws -> Bool
) throws {
    let (deadline, pause) = (ContinuousClock.now + timeout, DispatchSemaphore(value: 0))
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestError("not within \(timeout): \(what) \(describe())") }
        _ = pause.wait(timeout: .now() + 0.005)
    }
}

enum Files {
    /// A copy with a new inode.
    static func copy(_ source: String, to target: String, mode: mode_t) throws {
        let (from, to) = (
            open(source, O_RDONLY | O_CLOEXEC), open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        )
        defer {
            close(from)
            close(to)
        }
        guard from >= 0, to >= 0, fchmod(to, mode) == 0 else {
            throw TestError("cannot copy \(source): error \(errno)")
        }
        while true {
            let count = sendfile(to, from, nil, 1 << 30)
            if count == 0 { return }
            guard count > 0 else { throw TestError("cannot copy \(source): error \(errno)") }
        }
    }
}
