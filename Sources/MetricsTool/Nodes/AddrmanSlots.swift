/// What stood where in the address manager at the last answer, a few bytes a place.
struct AddrmanSlots: Sendable {
    struct Slot: Equatable, Sendable {
        /// Of address and port; 0 for an empty place.
        var address: UInt32 = 0
        var time: UInt32 = 0
        var services: UInt32 = 0
    }

    /// Core's counts of buckets, and of places in each.
    static let newBuckets = 1024
    static let triedBuckets = 256
    static let bucketSize = 64

    /// Empty before the first answer.
    var new: [Slot] = []
    var tried: [Slot] = []
}
