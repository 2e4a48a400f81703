import Glibc

/// The thread that the traffic runs on. It is called as the node's thread of message handling is, so that samples of the
/// process show it.
enum MessageThread {
    static let name = "b-msghand"

    private final class Work {
        let body: () throws -> Void
        var failure: (any Error)?

        init(_ body: @escaping () throws -> Void) { self.body = body }
    }

    /// Runs `body` there, and returns when it has ended.
    static func run(_ body: () throws -> Void) throws {
        try withoutActuallyEscaping(body) { body in
            let work = Work(body)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, nil,
                { context in
                    // Where the name cannot be had, the traffic is none the worse.
                    try? Output.write(MessageThread.name, toFile: "/proc/thread-self/comm")
                    guard let context else { return nil }
                    // What `passRetained` below gave away.
                    let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                    do { try work.body() } catch { work.failure = error }
                    return nil
                }, Unmanaged.passRetained(work).toOpaque())
            guard status == 0 else { throw StartError(reason: String(cString: strerror(status))) }
            // Until then nobody else touches what `body` does.
            pthread_join(thread, nil)
            if let failure = work.failure { throw failure }
        }
    }

    struct StartError: Error, CustomStringConvertible {
        let reason: String
        var description: String { "no thread for the traffic: \(reason)" }
    }
}
