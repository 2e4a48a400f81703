/// The kind that `# TYPE` tells.
public enum MetricType: String, Sendable {
    case counter, gauge, histogram, untyped
}

/// The two text formats of a scrape. Their samples are the same; headers differ.
public enum MetricsFormat: Sendable, CaseIterable {
    /// Prometheus' text format 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

/// Writes one scrape.
public struct MetricsWriter: Sendable {
    public let format: MetricsFormat
    public private(set) var bytes: [UInt8] = []

    public init(_ format: MetricsFormat = .text) {
        self.format = format
        bytes.reserveCapacity(1 << 16)
    }

    /// Starts a metric; its samples follow.
    ///
    /// In OpenMetrics the samples of a counter end in `_total` and its name does not; what is no such counter is `unknown`.
    public mutating func metric(_ name: String, _ type: MetricType, _ help: String) {
        var (family, kind) = (name[...], type.rawValue)
        if format == .openMetrics {
            switch type {
            case .counter where name.hasSuffix("_total"): family = name.dropLast("_total".count)
            case .counter, .untyped: kind = "unknown"
            case .gauge, .histogram: break
            }
        }
        append("# HELP ")
        bytes.append(contentsOf: family.utf8)
        append(" ")
        Self.escape(help, quotes: format == .openMetrics, to: &bytes)
        append("\n# TYPE ")
        bytes.append(contentsOf: family.utf8)
        append(" ")
        bytes.append(contentsOf: kind.utf8)
        append("\n")
    }

    public mutating func sample(_ name: String, _ value: UInt64) { sample(name, rendered: [], value) }

    public mutating func sample(_ name: String, _ value: Double) { sample(name, rendered: [], value) }

    public mutating func sample(_ name: String, _ labels: [(String, String)], _ value: UInt64) {
        sample(name, rendered: Self.render(labels), value)
    }

    public mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        sample(name, rendered: Self.render(labels), value)
    }

    /// - Parameter labels: as `render` makes them.
    public mutating func sample(_ name: String, rendered labels: [UInt8], _ value: UInt64) {
        series(name, "", labels)
        number(value)
        append("\n")
    }

    /// - Parameter labels: as `render` makes them.
    public mutating func sample(_ name: String, rendered labels: [UInt8], _ value: Double) {
        series(name, "", labels)
        number(value)
        append("\n")
    }

    /// Writes the samples of one histogram.
    /// - Parameters:
    ///   - labels: as `render` makes them.
    ///   - bounds: the highest values of the buckets but the last, which takes what is left.
    ///   - counts: how many values fell into each bucket; one more than bounds.
    public mutating func histogram(
        _ name: String, rendered labels: [UInt8], bounds: [Double], counts: some Collection<UInt64>, sum: Double
    ) {
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            var bucket = labels
            if !bucket.isEmpty { bucket.append(UInt8(ascii: ",")) }
            bucket.append(contentsOf: "le=\"".utf8)
            bucket.append(contentsOf: index < bounds.count ? Self.text(bounds[index]).utf8 : "+Inf".utf8)
            bucket.append(UInt8(ascii: "\""))
            series(name, "_bucket", bucket)
            number(total)
            append("\n")
        }
        series(name, "_sum", labels)
        number(sum)
        append("\n")
        series(name, "_count", labels)
        number(total)
        append("\n")
    }

    /// Ends the scrape.
    public mutating func finish() {
        if format == .openMetrics { append("# EOF\n") }
    }

    /// Labels as they stand in a sample, without the braces; for series that are written often.
    public static func render(_ labels: [(String, String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (label, value) in labels {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: label.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            escape(value, quotes: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        return bytes
    }

    private mutating func series(_ name: String, _ suffix: StaticString, _ labels: [UInt8]) {
        bytes.append(contentsOf: name.utf8)
        append(suffix)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func number(_ value: UInt64) {
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var (rest, first) = (value, digits.count)
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<digits.count { bytes.append(digits[index]) }
    }

    private mutating func number(_ value: Double) {
        // Whole numbers as such, the way Prometheus' own clients write them.
        if value >= 0, value < 1e15, value == value.rounded() { return number(UInt64(value)) }
        bytes.append(contentsOf: Self.text(value).utf8)
    }

    private static func escape(_ text: String, quotes: Bool, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\"") where quotes: bytes.append(contentsOf: "\\\"".utf8)
            default: bytes.append(byte)
            }
        }
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value.magnitude < 1e15, value == value.rounded() { return String(Int64(value)) }
        return String(value)
    }
}
