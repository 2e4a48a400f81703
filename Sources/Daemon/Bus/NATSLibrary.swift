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
        var status = NATS_ERR
        var thread = pthread_t()
        let created = withUnsafeMutablePointer(to: &status) { status in
            pthread_create(&thread, nil, open, status)
        }
        guard created == 0 else { return nats_Open(-1) }
        pthread_join(thread, nil)
        return status
    }()

    private static let open: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { status in
        var parameters = sched_param()
        sched_setscheduler(0, batch, &parameters)
        // Of this thread alone, on Linux.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        // Proof: the pointer is valid until this thread is joined.
        status?.assumingMemoryBound(to: natsStatus.self).pointee = nats_Open(-1)
        return nil
    }
}
