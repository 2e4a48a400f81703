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

    /// All metrics now.
    public func scrape() -> [UInt8] {
        let collectors = collectors.withLock { $0 }
        var writer = MetricsWriter()
        for collector in collectors { collector(&writer) }
        return writer.bytes
    }
}
