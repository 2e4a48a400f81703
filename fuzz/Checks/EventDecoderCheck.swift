import PeerObserver

/// The input is an event as it comes from the bus.
func checkEventDecoder(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    let event = try? Event(decoding: input)
    try checkTranscoding(RawSpan(_unsafeBytes: input), event)
    if let event { try checkRoundTrip(event) }
}

/// JSON straight from the bytes is that of the decoded event, or none.
private func checkTranscoding(_ input: RawSpan, _ event: Event?) throws(CheckFailure) {
    guard let head = try? EventHead(input) else { return }
    for form in [JSONVisitor.Form.byteArrays, .hex, .browser] {
        var straight = JSONVisitor(form: form)
        guard straight.transcodePayload(input, head) else {
            guard straight.output.count == 0 else { throw CheckFailure("something is left of what was given up") }
            continue
        }
        guard let event else { throw CheckFailure("JSON of what does not decode") }
        var json = JSONVisitor(form: form)
        json.payload(of: event)
        guard json.output.array == straight.output.array else { throw CheckFailure("other JSON than the event's") }
    }
}

/// Encoding and decoding again gives the same event, and it shows itself in ASCII.
func checkRoundTrip(_ event: Event) throws(CheckFailure) {
    let second: Event
    do throws(WireError) { second = try Event(decoding: event.encoded()) } catch {
        throw CheckFailure("does not decode what it encoded: \(error)")
    }
    // An event with a NaN equals nothing, not even itself.
    guard second == event || event != event else { throw CheckFailure("decodes to another event than it encoded") }

    for form in [JSONVisitor.Form.hex, .byteArrays] {
        var json = JSONVisitor(form: form)
        event.visit(&json)
        var checker = JSONChecker(json.output.array)
        guard checker.isOneValue() else { throw CheckFailure("no JSON in ASCII near byte \(checker.offset)") }
    }
    var text = TextVisitor()
    event.visit(&text)
    let bytes = text.output.array
    guard bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) else { throw CheckFailure("text beyond printable ASCII") }
}
