import Glibc
import Synchronization

/// SIGINT and SIGTERM ask for an orderly end.
enum StopSignal {
    private static let requested = Atomic(false)

    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    static func install() {
        // Made here, so that the handler only stores.
        _ = isRequested
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in StopSignal.requested.store(true, ordering: .relaxed) }
        for signal in [SIGINT, SIGTERM] { sigaction(signal, &action, nil) }
        // Whoever read the readiness line may have gone.
        signal(SIGPIPE, SIG_IGN)
    }
}
