import CNATS
import Glibc

/// The client library's own threads.
enum NATSLibrary {
    /// SCHED_BATCH of <linux/sched.h>, which Glibc's module does not show.
    private static let batch: Int32 = 3

    /// Opens the library, once; the result is that of `nats_Open`.
    ///
    /// Messages are freed by a thread of the library, which is woken for the first of many and then, as a thread that has
    /// slept, takes the processor from the one that destroys them: for each message anew. Batch scheduling (sched(7)) leaves it
    /// its share of the processors without that. Threads inherit it from the one that makes them.
    static let opened: natsStatus = {
        var parameters = sched_param()
        let policy = sched_getscheduler(0)
        let isBatch = policy == SCHED_OTHER && sched_setscheduler(0, batch, &parameters) == 0
        defer { if isBatch { sched_setscheduler(0, policy, &parameters) } }
        return nats_Open(-1)
    }()
}
