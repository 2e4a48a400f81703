import Dispatch
import Glibc
import TestSupport

/// The programs of this package, beside the test bundle.
enum Products {
    static let directory: String = {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let file = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
    }()

    static func path(_ name: String) -> String { "\(directory)/\(name)" }
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
    _ what: String, within timeout: Duration = .seconds(30), describe: () -> String = { "" },
    _ condition: () throws -> Bool
) throws {
    let (deadline, pause) = (ContinuousClock.now + timeout, DispatchSemaphore(value: 0))
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw TestError("not within \(timeout): \(what) \(describe())") }
        _ = pause.wait(timeout: .now() + 0.005)
    }
}
