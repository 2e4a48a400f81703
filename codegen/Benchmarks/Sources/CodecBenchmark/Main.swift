import Glibc
import PeerObserver
import SwiftProtobuf
import SwiftProtobufTypes

/// CPU time of one inv event with 1, 4 and 35 items, decoded and encoded by both codecs.
@main
struct CodecBenchmark {
    /// How many times as fast ours is at least, by number of items.
    private static let bars: [(items: Int, decode: Double, encode: Double)] = [(1, 7, 40), (4, 12, 40), (35, 20, 40)]

    static func main() throws {
        if let only = CommandLine.arguments.dropFirst().first { return try profile(only) }
        print(
            "| inv items | bytes | decode: swift-protobuf | ours | times | bar | encode: swift-protobuf | ours | times | bar |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|")
        for (items, decodeBar, encodeBar) in bars {
            let event = inv(items: items)
            let bytes = event.encoded()
            let theirs = try Event_Event(serializedBytes: bytes)
            let again: [UInt8] = try theirs.serializedBytes()
            guard again == bytes, try Event(decoding: bytes) == event else { throw Disagreement() }
            var writer = WireWriter()
            let decode = try compare(
                { try keep(Event_Event(serializedBytes: bytes)) }, { try keep(Event(decoding: bytes.span.bytes)) })
            let encode = try compare(
                { try keep(theirs.serializedBytes() as [UInt8]) },
                {
                    writer.removeAll()
                    event.encode(into: &writer)
                    keep(writer.count)
                })
            print("| \(items) | \(bytes.count) | \(row(decode, decodeBar)) | \(row(encode, encodeBar)) |")
        }
    }

    struct Disagreement: Error {}

    /// Runs ours alone for a while: something for perf to look at.
    private static func profile(_ direction: String) throws {
        for (items, _, _) in bars {
            let event = inv(items: items)
            let bytes = event.encoded()
            var writer = WireWriter()
            let spent = try time(calls: 5_000_000) {
                if direction == "decode" { return try keep(Event(decoding: bytes.span.bytes)) }
                writer.removeAll()
                event.encode(into: &writer)
                keep(writer.count)
            }
            print("\(direction) \(items): \(Int(spent)) ns")
        }
    }

    private static func row(_ measured: (theirs: Double, ours: Double), _ bar: Double) -> String {
        let times = measured.theirs / measured.ours
        return
            "\(Int(measured.theirs)) ns | \(Int(measured.ours)) ns | \((times * 10).rounded() / 10) | \(Int(bar))\(times < bar ? ", missed" : "") |"
            .dropLast(2).description
    }

    /// What a netmsg event holds in daily use.
    private static func inv(items: Int) -> Event {
        let meta = MessageMetadata(
            peerID: 12345, addr: "203.0.113.25:48211", connType: .inbound, command: "inv", inbound: true,
            size: UInt64(1 + 36 * items), connectionType: "inbound")
        let items = (0..<items).map { index in
            InventoryItem(item: .wtx(Hash256((0..<32).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ index) }) ?? .zero))
        }
        return Event(
            payload: .ebpfExtractor(
                EBPFEvent(event: .message(MessageEvent(meta: meta, message: .inv(Inv(items: items)))))),
            timestamp: 1_700_000_000_123, streamID: 0x0123_4567_89ab_cdef, sequence: 1_234_567,
            sourceTimeNs: 1_700_000_000_123_456_789)
    }

    /// Nanoseconds of CPU a call, each the median of eleven turns; the two take turns, so that a slow moment hits both.
    private static func compare(
        _ theirs: () throws -> Void, _ ours: () throws -> Void
    ) rethrows -> (theirs: Double, ours: Double) {
        var samples: (theirs: [Double], ours: [Double]) = ([], [])
        for _ in 0..<11 {
            samples.theirs.append(try time(calls: 10_000, theirs))
            samples.ours.append(try time(calls: 100_000, ours))
        }
        return (samples.theirs.sorted()[5], samples.ours.sorted()[5])
    }

    private static func time(calls: Int, _ body: () throws -> Void) rethrows -> Double {
        let start = processorTime()
        for _ in 0..<calls { try body() }
        return Double(processorTime() - start) / Double(calls)
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Keeps the optimizer from dropping what nobody reads.
    @inline(never)
    private static func keep<Value>(_ value: Value) {}
}
