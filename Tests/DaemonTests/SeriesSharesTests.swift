import Daemon
import Testing

@Suite struct SeriesSharesTests {
    @Test(arguments: [
        (10, [3, 3], [5, 5]), (10, [2, .max], [2, 8]), (10, [.max, .max, 1], [5, 4, 1]), (10, [0, 0, 0], [4, 3, 3]),
        (0, [5, 5], [0, 0]), (-3, [5], [0]), (7, [.max], [7]), (12, [1, 2, 20, 30], [1, 2, 5, 4]), (5, [], []),
    ])
    func whoWantsLittleGetsItAndTheRestIsDivided(_ total: Int, _ demands: [Int], _ expected: [Int]) {
        let shares = SeriesShares.divide(total, among: demands)
        #expect(shares.sorted() == expected.sorted())
        for (first, second) in zip(demands.indices, demands.indices.dropFirst()) where demands[first] < demands[second]
        {
            #expect(shares[first] <= shares[second])
        }
    }

    @Test func noShareIsBelowAnEqualOneUnlessLessIsWanted() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let total = Int.random(in: 0...3000, using: &generator)
            let demands = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                Bool.random(using: &generator) ? Int.max : Int.random(in: 0...200, using: &generator)
            }
            let shares = SeriesShares.divide(total, among: demands)
            #expect(shares.reduce(0, +) == max(total, 0))
            for (share, demand) in zip(shares, demands) { #expect(share >= min(demand, total / demands.count)) }
        }
    }
}
