/// Says once when nothing has come for a while, and again only after something has.
struct IdleWarning {
    private var lastRecords: UInt64 = 0
    private var seconds = 0

    /// Seconds without an event that are worth a warning.
    static let limit = 60

    /// To be called once a second.
    mutating func isDue(records: UInt64, attached: Bool) -> Bool {
        if records != lastRecords || !attached {
            lastRecords = records
            seconds = 0
            return false
        }
        seconds += 1
        return seconds == Self.limit
    }
}
