public import Glibc
import Synchronization

/// Where the lines go; tests give it a pipe of their own.
public final class StandardOutput: Sendable {
    private let descriptor: Int32
    private let failureCode = Atomic<Int32>(0)
    private let closed: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)

    public init(descriptor: Int32 = STDOUT_FILENO) {
        self.descriptor = descriptor
        closed = AsyncStream.makeStream()
        // A reader that goes away is an error of write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes all of it; false when that failed, and nobody will read any more.
    public func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                failureCode.store(count < 0 ? errno : ENOSPC, ordering: .relaxed)
                closed.continuation.finish()
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Why a write has failed; nil where none has, or whoever read went away, which is as good an end as any.
    public var failure: Int32? {
        let code = failureCode.load(ordering: .relaxed)
        return code == 0 || code == EPIPE ? nil : code
    }

    /// Returns when a write has failed.
    public func untilClosed() async {
        for await _ in closed.stream {}
    }
}
