/// What a number of a minute usually is: a mean that follows it over about six hours.
struct UsualRate: Sendable {
    private(set) var value = 0.0
    /// Minutes that it is learned from.
    private(set) var minutes = 0.0

    private static let memory = 360.0
    /// So many minutes are a mean of all alike.
    static let warmUp = 15.0

    var isKnown: Bool { minutes >= Self.warmUp }

    /// - Parameter weight: minutes in which it was the number.
    mutating func add(_ number: Double, weight: Double = 1) {
        let known = min(minutes, Self.memory)
        value += (number - value) * min(1, weight / (known + weight))
        minutes += weight
    }

    /// Learns from a minute's number. One that is too much counts as what is just fine would have to be the usual of: however long an attack
    /// goes on, from the first minute or later, it does not make itself usual.
    mutating func learn(_ number: Double, threshold: Double, factor: Double) {
        add(number > threshold ? threshold / factor : number)
    }
}
