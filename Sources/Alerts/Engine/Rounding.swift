extension Int {
    /// The whole part of a number that came with an event, which may be anything: what is too large for an `Int` becomes its largest.
    init(bounded value: Double) {
        // The largest Double below 2^63.
        self = value.isNaN ? 0 : Int(Swift.max(-0x1p63, Swift.min(value, 0x1.fffffffffffffp62)))
    }
}
