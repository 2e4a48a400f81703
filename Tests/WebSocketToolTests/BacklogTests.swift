import Testing

@testable import WebSocketTool

@Suite struct BacklogTests {
    private func backlog(events: Int, bytes: Int = 1 << 20) -> Backlog { Backlog(eventLimit: events, byteLimit: bytes) }

    private func add(_ number: UInt8, _ kind: EventKind, to backlog: inout Backlog, size: Int = 1) {
        "netmsg".utf8CString.withUnsafeBytes { subject in
            [UInt8](repeating: number, count: size).withUnsafeBytes {
                backlog.append(kind, subject: UnsafeRawBufferPointer(rebasing: subject.dropLast()), payload: $0)
            }
        }
    }

    private func newest(_ backlog: Backlog, _ kinds: EventKinds = .all, atMost limit: Int = .max) -> [UInt8] {
        var found: [UInt8] = []
        backlog.newest(of: kinds) { subject, payload, _ in
            #expect(String(decoding: subject, as: UTF8.self) == "netmsg")
            #expect(payload.allSatisfy { $0 == payload[0] })
            found.append(payload[0])
            return found.count < limit
        }
        return found
    }

    @Test func keepsTheLastOfEachKind() {
        var backlog = backlog(events: 3)
        add(1, .rpc, to: &backlog)
        for number in 2...100 { add(UInt8(number), .messages, to: &backlog) }
        add(101, .rpc, to: &backlog)
        #expect(newest(backlog) == [101, 100, 99, 98, 1])
        #expect(newest(backlog, EventKinds([.messages])) == [100, 99, 98])
        #expect(newest(backlog, .all, atMost: 2) == [101, 100])
        #expect(newest(backlog, .none).isEmpty && backlog.eventCount == 5)
    }

    @Test(arguments: [1, 15, 16, 17, 40, 100]) func keepsAsManyAsItShould(limit: Int) {
        var backlog = backlog(events: limit)
        for number in 0..<200 { add(UInt8(number), .log, to: &backlog) }
        #expect(newest(backlog) == (0..<min(limit, 200)).map { UInt8(199 - $0) })
    }

    @Test func boundsBytes() {
        var backlog = backlog(events: 100, bytes: 1000)
        for number in 0..<50 { add(UInt8(number), .log, to: &backlog, size: 200) }
        #expect(newest(backlog) == [49, 48, 47, 46] && backlog.byteCount <= 1000)
        add(60, .log, to: &backlog, size: 2000)
        #expect(newest(backlog) == [49, 48, 47, 46], "what fits nowhere is not kept, and pushes nothing out")
    }

    /// Against a plain list, with sizes that make the buffer wrap at ever new places.
    @Test func keepsEventsWholeWhateverTheirSizes() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let limits = (
                events: Int.random(in: 1...30, using: &random), bytes: Int.random(in: 50...20_000, using: &random)
            )
            var backlog = backlog(events: limits.events, bytes: limits.bytes)
            var all: [UInt8] = []
            for number in 0..<1000 {
                let size = Int.random(in: 1...(number % 7 == 0 ? 3000 : 300), using: &random)
                add(UInt8(number & 255), .log, to: &backlog, size: size)
                if size + 6 <= limits.bytes { all.append(UInt8(number & 255)) }
                let kept = newest(backlog)
                #expect(kept == all.suffix(kept.count).reversed() && backlog.eventCount == kept.count)
                #expect(backlog.byteCount <= limits.bytes && kept.count <= limits.events)
                #expect(!kept.isEmpty || all.isEmpty)
            }
        }
    }

    @Test func keepsNothingWhereNothingIsAskedFor() {
        var backlog = backlog(events: 0)
        add(1, .log, to: &backlog)
        #expect(newest(backlog).isEmpty && backlog.byteCount == 0)
    }
}
