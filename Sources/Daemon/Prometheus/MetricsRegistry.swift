import Synchronization

/// The metrics of a program; a scrape shows them in the order in which they were made.
public final class MetricsRegistry: Sendable {
    /// Starts the name of every metric that the program itself defines, with the underscore: `ebpfextractor_`.
    public let prefix: String
    private let collectors = Mutex<[@Sendable (inout MetricsWriter) -> Void]>([])

    /// `program` loses what may not stand in a metric name: `ebpf-extractor` becomes `ebpfextractor_`.
    public init(program: String) {
        prefix = program.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } + "_"
    }

    /// Adds a function that writes metrics during each scrape, from one thread.
    public func collect(_ collector: @escaping @Sendable (inout MetricsWriter) -> Void) {
        collectors.withLock { $0.append(collector) }
    }

    /// A counter called prefix and `name`.
    public func counter(_ name: String, _ help: String) -> Counter {
        let (counter, name) = (Counter(), prefix + name)
        collect { writer in
            writer.metric(name, .counter, help)
            writer.sample(name, counter.value)
        }
        return counter
    }

    /// A gauge called prefix and `name`.
    public func gauge(_ name: String, _ help: String) -> Gauge {
        let (gauge, name) = (Gauge(), prefix + name)
        collect { writer in
            writer.metric(name, .gauge, help)
            writer.sample(name, gauge.value)
        }
        return gauge
    }

    /// Counters called prefix and `name`, one for each combination of label values.
    public func counters(_ name: String, _ help: String, labels: String...) -> Family<Counter> {
        let (family, name) = (Family(labels: labels) { Counter() }, prefix + name)
        collect { writer in
            writer.metric(name, .counter, help)
            for (labels, counter) in family.all() { writer.sample(name, labels, counter.value) }
        }
        return family
    }

    /// Gauges called prefix and `name`, one for each combination of label values.
    public func gauges(_ name: String, _ help: String, labels: String...) -> Family<Gauge> {
        let (family, name) = (Family(labels: labels) { Gauge() }, prefix + name)
        collect { writer in
            writer.metric(name, .gauge, help)
            for (labels, gauge) in family.all() { writer.sample(name, labels, gauge.value) }
        }
        return family
    }

    /// A histogram called prefix and `name`.
    /// - Parameter bounds: the highest values of its buckets, ascending.
    public func histogram(_ name: String, _ help: String, bounds: [Double]) -> Histogram {
        let (histogram, name) = (Histogram(bounds: bounds), prefix + name)
        collect { writer in
            writer.metric(name, .histogram, help)
            histogram.write(name, rendered: [], to: &writer)
        }
        return histogram
    }

    /// Histograms called prefix and `name`, one for each combination of label values.
    /// - Parameter bounds: the highest values of their buckets, ascending.
    public func histograms(_ name: String, _ help: String, bounds: [Double], labels: String...) -> Family<Histogram> {
        let (family, name) = (Family(labels: labels) { Histogram(bounds: bounds) }, prefix + name)
        collect { writer in
            writer.metric(name, .histogram, help)
            for (labels, histogram) in family.all() {
                histogram.write(name, rendered: MetricsWriter.render(labels), to: &writer)
            }
        }
        return family
    }

    /// All metrics now.
    public func scrape(_ format: MetricsFormat = .text) -> [UInt8] {
        let collectors = collectors.withLock { $0 }
        var writer = MetricsWriter(format)
        for collector in collectors { collector(&writer) }
        writer.finish()
        return writer.bytes
    }
}
