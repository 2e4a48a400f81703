import Synchronization

/// The address manager over time: every ten seconds a little of it is another. A large one, which takes long to tell, stays as it
/// was at the start.
final class AddrmanAnswers: Sendable {
    private static let secondsPerGeneration: Int64 = 10
    private static let mostChangingEntries = 10_000

    private let entries: Int
    private let startSeconds: Int64
    private let seed: UInt64
    private let latest: Mutex<(generation: Int, answer: AddrmanAnswer)>

    init(entries: Int, nowSeconds: Int64, seed: UInt64) {
        (self.entries, startSeconds, self.seed) = (entries, nowSeconds, seed)
        latest = Mutex((0, AddrmanAnswer(entries: entries, nowSeconds: nowSeconds, seed: seed)))
    }

    func answer(now: Int64) -> AddrmanAnswer {
        let generation = Int(max(0, now - startSeconds) / Self.secondsPerGeneration)
        return latest.withLock { latest in
            if latest.generation != generation, entries <= Self.mostChangingEntries {
                latest = (
                    generation,
                    AddrmanAnswer(entries: entries, nowSeconds: startSeconds, seed: seed, generation: generation)
                )
            }
            return latest.answer
        }
    }
}
