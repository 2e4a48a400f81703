import DebugLog
import Glibc
import PeerObserver

/// Measures what a line of debug.log costs: `debug-log-bench FILE [ROUNDS [ROW]]`.
///
/// One row for each of: splitting alone, `classify`, `event`, `event` with its encoding; CPU time, median of the rounds.
@main
struct DebugLogBench {
    static func main() {
        guard CommandLine.arguments.count > 1, let text = read(CommandLine.arguments[1]) else {
            print("usage: debug-log-bench FILE [ROUNDS [ROW]]")
            exit(64)
        }
        let rounds = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 50 : 50
        text.withUnsafeBytes { bytes in
            report("split", bytes, rounds) { UInt64($0.count) }
            var classifier = LogParser()
            report("classify", bytes, rounds) { UInt64(classifier.classify($0).kind.rawValue) }
            var parser = LogParser()
            report("event", bytes, rounds) { parser.event($0).logLineBytes }
            var writer = WireWriter()
            report("event and encode", bytes, rounds) { line in
                let event = Event(payload: .logExtractor(parser.event(line)), timestamp: 1, streamID: 1, sequence: 1)
                writer.removeAll()
                event.encode(into: &writer)
                return UInt64(writer.count)
            }
        }
    }

    private static func report(
        _ name: String, _ text: UnsafeRawBufferPointer, _ rounds: Int, _ work: (UnsafeRawBufferPointer) -> UInt64
    ) {
        guard CommandLine.arguments.count < 4 || CommandLine.arguments[3] == name else { return }
        var times: [Double] = []
        var lines = 0
        var checksum: UInt64 = 0
        for _ in 0..<rounds {
            let start = cpuTime()
            lines = 0
            var position = 0
            while position < text.count {
                let found = memchr(text.baseAddress! + position, 0x0a, text.count - position)
                let end = found.map { UnsafeRawPointer($0) - text.baseAddress! } ?? text.count
                checksum &+= work(UnsafeRawBufferPointer(rebasing: text[position..<end]))
                lines += 1
                position = end + 1
            }
            times.append(cpuTime() - start)
        }
        times.sort()
        let seconds = times[times.count / 2]
        let perLine = Int(seconds * 1e9 / Double(max(lines, 1)))
        print(
            "\(name): \(perLine) ns a line, \(Int(Double(text.count) / seconds / 1e6)) MB/s (\(lines) lines, \(checksum))"
        )
    }

    private static func cpuTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }
}
