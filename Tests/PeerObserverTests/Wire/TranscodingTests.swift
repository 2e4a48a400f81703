import PeerObserver
import TestSupport
import Testing

/// JSON that is made straight from the wire is the JSON of the decoded event, or none.
@Suite struct TranscodingTests {
    private static let forms: [JSONVisitor.Form] = [.byteArrays, .hex, .browser]

    /// Nil where the bytes have to be decoded instead.
    private func transcoded(_ bytes: [UInt8], _ form: JSONVisitor.Form) -> [UInt8]? {
        guard let head = try? EventHead(bytes.span.bytes) else { return nil }
        var json = JSONVisitor(form: form)
        json.output.text("before")
        guard json.transcodePayload(bytes.span.bytes, head) else {
            #expect(json.output.array == Array("before".utf8), "what is not written leaves nothing")
            return nil
        }
        return Array(json.output.array.dropFirst("before".utf8.count))
    }

    private func decoded(_ bytes: [UInt8], _ form: JSONVisitor.Form) -> [UInt8]? {
        guard let event = try? Event(decoding: bytes) else { return nil }
        var json = JSONVisitor(form: form)
        json.payload(of: event)
        return json.output.array
    }

    @Test(arguments: forms) func everyKindOfEventIsTheSame(_ form: JSONVisitor.Form) {
        var left: Set<String> = []
        for sample in SampleEvents.all + SampleEvents.onlyRead {
            let bytes = sample.event.encoded()
            guard let json = transcoded(bytes, form) else {
                left.insert(sample.subject)
                continue
            }
            #expect(json == decoded(bytes, form), "\(sample.subject)")
        }
        // Answers of RPCs that hold maps.
        #expect(left.allSatisfy { $0 == "rpc" || $0.hasPrefix("rpc.") }, "\(left)")
    }

    @Test func eventsWithoutMapsAreNotDecoded() {
        for sample in SampleEvents.all where !sample.subject.hasPrefix("rpc") {
            #expect(transcoded(sample.event.encoded(), .byteArrays) != nil, "\(sample.subject)")
        }
    }

    @Test func damageIsTheSameOrLeftToTheDecoder() {
        var transcodings = 0
        for sample in SampleEvents.all {
            let whole = sample.event.encoded()
            for at in whole.indices {
                var flipped = whole
                flipped[at] ^= 1 << UInt8(at % 8)
                for bytes in [flipped, Array(whole[..<at])] {
                    guard let json = transcoded(bytes, .browser) else { continue }
                    transcodings += 1
                    #expect(json == decoded(bytes, .browser), "\(sample.subject) at \(at)")
                }
            }
        }
        #expect(transcodings > 1000)
    }

    @Test func fieldsInAnotherOrderTwiceOrUnknownAreLeftToTheDecoder() {
        func event(_ metadata: [UInt8]) -> [UInt8] {
            // ebpf { message { meta, ping { value: 5 } } }, timestamp 1
            let meta = [10, UInt8(metadata.count)] + metadata
            let message = meta + [18, 9, 9, 5, 0, 0, 0, 0, 0, 0, 0]
            let ebpf = [10, UInt8(message.count)] + message
            return [10, UInt8(ebpf.count)] + ebpf + [80, 1]
        }
        let inOrder: [UInt8] = [8, 7, 18, 1, 97, 24, 1, 34, 4, 112, 105, 110, 103, 40, 1, 48, 9]
        #expect(transcoded(event(inOrder), .hex) == decoded(event(inOrder), .hex))
        #expect(transcoded(event(inOrder), .hex) != nil)
        for other in [
            Array(inOrder[2...] + inOrder[..<2]), inOrder + [48, 8], inOrder + [128, 6, 1], Array(inOrder[2...]),
        ] {
            #expect(transcoded(event(other), .hex) == nil)
            #expect(decoded(event(other), .hex) != nil)
        }
    }

    @Test func textThatIsNoASCIIIsEscapedTheSame() {
        for text in ["", "\"\\</script>\u{1b}", "ü😀\u{2028}", String(repeating: "a", count: 4000)] {
            let sample = SampleEvents.message(
                .unknown(UnknownMessage(command: text, payload: [0, 9, 10, 99, 100, 255])))
            #expect(transcoded(sample.encoded(), .byteArrays) == decoded(sample.encoded(), .byteArrays))
        }
        var broken = SampleEvents.message(.unknown(UnknownMessage(command: "abcd", payload: []))).encoded()
        guard let at = broken.indices.first(where: { Array(broken[$0...].prefix(4)) == Array("abcd".utf8) }) else {
            Issue.record("no text in the event")
            return
        }
        broken[at + 1] = 0xff
        #expect(transcoded(broken, .hex) == decoded(broken, .hex) && transcoded(broken, .hex) != nil)
    }
}
