/// How many have the same user agent; by its first bytes, and bounded.
struct UserAgentShares: Sendable {
    private var counts: [Int: UInt64] = [:]
    private var all: UInt64 = 0

    private static let mostAgents = 1024
    private static let mostBytes = 64

    /// What it is counted by.
    static func key(_ userAgent: String) -> Int {
        var hasher = Hasher()
        for byte in userAgent.utf8.prefix(mostBytes) { hasher.combine(byte) }
        return hasher.finalize()
    }

    /// One more than there is room for is like no other one.
    mutating func count(_ keys: [Int]) {
        all += UInt64(keys.count)
        for key in keys where counts.count < Self.mostAgents || counts[key] != nil { counts[key, default: 0] += 1 }
    }

    /// Of the commonest one; 0 without any.
    var largestShare: Double { all == 0 ? 0 : Double(counts.values.max() ?? 0) / Double(all) }
}
