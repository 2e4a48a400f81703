import Synchronization

/// Counts values by size.
public final class Histogram: Sendable {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// - Parameter bounds: the highest values of the buckets, ascending; one for all above is added.
    public init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Takes a value in; one that is no number is left out.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = Self.bucket(of: value, in: bounds)
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// The bucket that a value belongs to: the first whose bound is not below it.
    public static func bucket(of value: Double, in bounds: [Double]) -> Int {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Writes its samples.
    /// - Parameter labels: as `MetricsWriter.render` makes them.
    public func write(_ name: String, rendered labels: [UInt8], to writer: inout MetricsWriter) {
        let state = state.withLock { $0 }
        writer.histogram(name, rendered: labels, bounds: bounds, counts: state.counts, sum: state.sum)
    }
}
