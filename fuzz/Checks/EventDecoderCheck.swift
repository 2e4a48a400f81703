import PeerObserver

/// The input is an event as it comes from the bus.
func checkEventDecoder(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    guard let event = try? Event(decoding: input) else { return }
    try checkRoundTrip(event)
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
