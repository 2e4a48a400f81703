import Daemon
import Glibc
import Logging
import PeerObserver
import Synchronization
import TestSupport
import Testing

@testable import LogExtractor

/// A bus that settles at once, or when a test says so.
final class StubFlow: BusFlow {
    private let state: Mutex<(isConnected: Bool, held: UInt64)> = Mutex((true, 0))
    private let published: @Sendable () -> Int

    init(_ bus: RecordingBus) { published = { bus.published.count } }

    var isConnected: Bool { state.withLock { $0.isConnected } }
    var inFlight: UInt64 { state.withLock { $0.held } }
    var settled: UInt64 { UInt64(published()) - inFlight }

    /// The last so many events stay unconfirmed.
    func hold(_ count: UInt64) { state.withLock { $0.held = count } }
}

/// A log in a folder of its own, and an extractor's tail on it that a test steps through.
final class TailBench {
    let directory: TemporaryDirectory
    let path: String
    let positions: String
    let bus = RecordingBus()
    let flow: StubFlow
    private(set) var tail: FileTail?
    private let statistics = LogStatistics()
    private var written = 0
    /// Bytes that make lines longer, so that a large log is one of few events.
    var padding = 0

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.path + "/debug.log"
        positions = directory.path + "/position"
        flow = StubFlow(bus)
    }

    /// A new run of the program.
    func start(fromEnd: Bool = false) throws {
        tail = try FileTail(
            path: path, positionFile: PositionFile(path: positions), fromEnd: fromEnd,
            publisher: LinePublisher(bus: bus, node: nil), flow: RunFlow(flow, bus.published.count),
            statistics: statistics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            patienceNanoseconds: 0)
    }

    /// Ends the program in order; what was read is in the position.
    func stop() {
        tail?.tick()
        tail?.tick()
        tail = nil
    }

    /// Ends it as SIGKILL does.
    func kill() { tail = nil }

    /// Everything that there is to read.
    func catchUp() throws {
        let tail = try #require(tail)
        var idle = 0
        while idle < 3 { idle = try tail.step() ? 0 : idle + 1 }
        tail.tick()
    }

    /// Appends numbered lines, as the node does.
    func append(_ count: Int, to name: String = "debug.log") throws {
        try append((0..<count).map { _ in nextLine() }.joined(), to: name)
    }

    func append(_ text: String, to name: String = "debug.log") throws {
        guard let file = fopen("\(directory.path)/\(name)", "ae") else { throw TestError("cannot append") }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        fwrite(bytes, 1, bytes.count, file)
    }

    func nextLine() -> String {
        written += 1
        let time = 1_000_000 + written
        let filler = String(repeating: "x", count: padding)
        return "2026-11-21T10:00:0\(time / 1_000_000).\(String(time).suffix(6))Z [net] \(filler) line \(written)\n"
    }

    func rename(_ name: String, to other: String) throws {
        guard Glibc.rename("\(directory.path)/\(name)", "\(directory.path)/\(other)") == 0 else {
            throw TestError("rename: error \(errno)")
        }
    }

    /// The content of the log.
    func content(_ name: String = "debug.log") throws -> [UInt8] {
        let file = try #require(LogFile(path: "\(directory.path)/\(name)"))
        return try file.bytes(at: 0, count: Int(file.size))
    }

    /// Empties the file and writes `bytes`, in place.
    func rewrite(_ bytes: some Collection<UInt8>, _ name: String = "debug.log") throws {
        guard let file = fopen("\(directory.path)/\(name)", "we") else { throw TestError("cannot write") }
        defer { fclose(file) }
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, file)
    }

    /// The numbers of the lines that were published, in order.
    var numbers: [Int] {
        get throws { try texts.compactMap { $0.firstMatch(of: /line ([0-9]+)$/).flatMap { Int($0.output.1) } } }
    }

    var texts: [String] {
        get throws {
            try bus.published.map { event in
                guard case .logExtractor(let log) = try Event(decoding: event.payload).payload,
                    case .unknownLogMessage(let message) = log.event
                else { throw TestError("no line") }
                return message.rawMessage
            }
        }
    }

    /// Every line that was written came exactly once and in order.
    func expectWhole(_ location: SourceLocation = #_sourceLocation) throws {
        let numbers = try numbers
        #expect(numbers == Array(1...max(1, written)), sourceLocation: location)
    }
}

/// The bus as one run of the program sees it.
private struct RunFlow: BusFlow {
    let flow: StubFlow
    let before: UInt64

    init(_ flow: StubFlow, _ before: Int) {
        self.flow = flow
        self.before = UInt64(before)
    }

    var isConnected: Bool { flow.isConnected }
    var inFlight: UInt64 { flow.inFlight }
    var settled: UInt64 { flow.settled - before }
}
