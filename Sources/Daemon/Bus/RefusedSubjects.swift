/// Subjects that the server does not let us publish on. It says so after the fact, once for each event; so what goes to such a subject is
/// lost here, and now and then one event tries whether that has changed.
struct RefusedSubjects {
    private struct Refusal {
        var until: ContinuousClock.Instant
        /// Whether an event has been sent to see what the server says of it.
        var isTrying = false
    }

    private static let pause = Duration.seconds(10)
    /// Time for the server to refuse the event that tries.
    private static let answerTime = Duration.seconds(2)

    private var refusals: [String: Refusal] = [:]

    var isEmpty: Bool { refusals.isEmpty }

    /// The subject that the server's error names, as in `Permissions Violation for Publish to "netmsg"`.
    static func subject(inError text: String) -> String? {
        guard text.lowercased().hasPrefix("permissions violation for publish to") else { return nil }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }

    /// The server has refused an event.
    mutating func refuse(_ subject: String, now: ContinuousClock.Instant) {
        refusals[subject] = Refusal(until: now + Self.pause)
    }

    /// Whether an event may be sent.
    mutating func admits(_ subject: String, now: ContinuousClock.Instant) -> Bool {
        guard let refusal = refusals[subject] else { return true }
        guard now >= refusal.until else { return false }
        refusals[subject] = refusal.isTrying ? nil : Refusal(until: now + Self.answerTime, isTrying: true)
        return true
    }

    /// A new connection may have other rights.
    mutating func forget() { refusals = [:] }
}
