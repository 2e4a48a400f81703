import Dispatch
import Glibc
import Synchronization

/// Ends the process at once when a second SIGTERM or SIGINT comes; the first one is left to the orderly shutdown.
final class SecondSignal: Sendable {
    // Proof: the sources are made in `init` and only resumed and cancelled, which Dispatch allows from any thread.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]
    private let count = Atomic(0)

    init() {
        let queue = DispatchQueue(label: "second signal")
        sources = [SIGTERM, SIGINT].map { DispatchSource.makeSignalSource(signal: $0, queue: queue) }
        for (number, source) in zip([SIGTERM, SIGINT], sources) {
            signal(number, SIG_IGN)
            source.setEventHandler { [self] in
                // One event may stand for several signals that came together.
                let pending = Int(source.data)
                if count.wrappingAdd(pending, ordering: .relaxed).newValue > 1 { _exit(130) }
            }
            source.resume()
        }
    }

    func cancel() { for source in sources { source.cancel() } }
}
