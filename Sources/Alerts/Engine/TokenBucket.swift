/// Core's rate limit of addresses (net_processing.cpp, `Peer::m_addr_token_bucket`): what comes without a token is dropped.
struct TokenBucket: Sendable {
    private(set) var tokens: Double
    private var updated: UInt64

    init(tokens: Double, now: UInt64) {
        self.tokens = tokens
        updated = now
    }

    /// Tokens that passed time brings, up to the capacity.
    mutating func refill(_ now: UInt64, perSecond: Double, capacity: Double) {
        if tokens < capacity, now > updated {
            tokens = min(capacity, tokens + Double(now - updated) / 1000 * perSecond)
        }
        updated = max(updated, now)
    }

    /// Takes tokens for so many. Returns how many got none.
    mutating func take(_ count: Int) -> Int {
        let granted = min(count, Int(max(0, tokens)))
        tokens -= Double(granted)
        return count - granted
    }

    /// Above the capacity too, as Core does when it has asked for addresses.
    mutating func add(_ count: Double) { tokens += count }
}
