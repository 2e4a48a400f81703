import CNATS
import Glibc

/// The client library's own threads.
enum NATSLibrary {
    /// SCHED_BATCH of <linux/sched.h>, which Glibc's module does not show.
    private static let batch: Int32 = 3
    /// A tenth of the share of others, should all processors be wanted.
    private static let niceness: Int32 = 10

    /// Opens the library, once; the result is that of `nats_Open`.
    ///
    /// Messages are freed by a thread of the library, which is woken for the first of many and then, as a thread that has
    /// slept, takes the processor from the one that destroys them: for each message anew. With batch scheduling and some
    /// niceness (sched(7)) it waits for its turn, and frees many at a time. Threads inherit both from the one that makes
    /// them; as niceness cannot be taken back, that is one which then ends.
    static let opened: natsStatus = {
        let status = UnsafeMutablePointer<natsStatus>.allocate(capacity: 1)
        status.initialize(to: NATS_ERR)
        defer { status.deallocate() }
        var thread = pthread_t()
        guard pthread_create(&thread, nil, open, status) == 0 else { return nats_Open(-1) }
        pthread_join(thread, nil)
        return status.pointee
    }()

    private static let open: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { status in
        var parameters = sched_param()
        sched_setscheduler(0, batch, &parameters)
        // Of this thread alone, on Linux.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        // Proof: the pointer is freed after this thread was joined.
        status?.assumingMemoryBound(to: natsStatus.self).pointee = nats_Open(-1)
        return nil
    }
}
