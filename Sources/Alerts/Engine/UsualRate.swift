/// What a number of a minute usually is: a mean that follows it over about six hours. What is far above it counts for little, so that an
/// attack does not make itself usual.
struct UsualRate: Sendable {
    private(set) var value = 0.0
    /// Minutes that it is learned from.
    private(set) var minutes = 0.0

    private static let memory = 360.0
    private static let mostStep = 3.0
    /// So many minutes are a mean of all alike.
    static let warmUp = 15.0

    var isKnown: Bool { minutes >= Self.warmUp }

    /// - Parameter weight: minutes in which it was the number.
    mutating func add(_ number: Double, weight: Double = 1) {
        let bounded = isKnown ? min(number, max(value, 1) * Self.mostStep) : number
        let known = min(minutes, Self.memory)
        value += (bounded - value) * min(1, weight / (known + weight))
        minutes += weight
    }
}
