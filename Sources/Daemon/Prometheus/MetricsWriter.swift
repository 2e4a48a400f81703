/// The kind that `# TYPE` tells.
public enum MetricType: String, Sendable {
    case counter, gauge, histogram, untyped
}

/// Writes one scrape in Prometheus' text format 0.0.4.
public struct MetricsWriter: Sendable {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Starts a metric; its samples follow.
    public mutating func metric(_ name: String, _ type: MetricType, _ help: String) {
        bytes.append(contentsOf: "# HELP \(name) ".utf8)
        escape(help, quotes: false)
        bytes.append(contentsOf: "\n# TYPE \(name) \(type.rawValue)\n".utf8)
    }

    public mutating func sample(_ name: String, _ value: UInt64) { sample(name, [], value) }

    public mutating func sample(_ name: String, _ value: Double) { sample(name, [], value) }

    public mutating func sample(_ name: String, _ labels: [(String, String)], _ value: UInt64) {
        series(name, labels)
        bytes.append(contentsOf: "\(value)\n".utf8)
    }

    public mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        series(name, labels)
        bytes.append(contentsOf: Self.text(value).utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func series(_ name: String, _ labels: [(String, String)]) {
        bytes.append(contentsOf: name.utf8)
        if !labels.isEmpty {
            for (index, (label, value)) in labels.enumerated() {
                bytes.append(UInt8(ascii: index == 0 ? "{" : ","))
                bytes.append(contentsOf: label.utf8)
                bytes.append(contentsOf: "=\"".utf8)
                escape(value, quotes: true)
                bytes.append(UInt8(ascii: "\""))
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
    }

    private mutating func escape(_ text: String, quotes: Bool) {
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
        // Whole numbers as such, the way Prometheus' own clients write them.
        if value.magnitude < 1e15, value == value.rounded() { return String(Int64(value)) }
        return String(value)
    }
}
