import PeerObserver

/// The message types that an input can choose, by its first byte. In the order in which they were added, so that an input
/// keeps its meaning: new ones go at the end.
public let fuzzedCommands = [
    "addr", "addrv2", "alert", "block", "blocktxn", "cfcheckpt", "cfheaders", "cfilter", "cmpctblock", "feature",
    "feefilter",
    "filteradd", "filterclear", "filterload", "getaddr", "getblocks", "getblocktxn", "getcfcheckpt", "getcfheaders",
    "getcfilters", "getdata", "getheaders", "headers", "inv", "mempool", "merkleblock", "notfound", "ping", "pong",
    "reject",
    "sendaddrv2", "sendcmpct", "sendheaders", "sendtxrcncl", "tx", "verack", "version", "wtxidrelay",
]

/// The first byte chooses the message type, the rest is its payload. A byte above the list makes a type of the payload's
/// first twelve bytes.
func checkP2PDecoder(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    guard let first = input.first else { return }
    let payload = UnsafeRawBufferPointer(rebasing: input.dropFirst())
    let command =
        Int(first) < fuzzedCommands.count
        ? fuzzedCommands[Int(first)] : String(decoding: payload.prefix(12), as: UTF8.self)
    let decoded = MessageTable.decode(command, payload: RawSpan(_unsafeBytes: payload))
    if case .malformed(let malformed) = decoded.message {
        guard malformed.payload == Array(payload) else { throw CheckFailure("\(command): malformed without its bytes") }
        guard !malformed.reason.isEmpty else { throw CheckFailure("\(command): malformed without a reason") }
    }
    let event = MessageEvent(
        meta: MessageMetadata(
            peerID: 7, addr: "198.51.100.7:8333", connType: .inbound, command: command, inbound: true,
            size: UInt64(payload.count), connectionType: "inbound"),
        message: decoded.message, detail: decoded.detail)
    try checkRoundTrip(Event(payload: .ebpfExtractor(EBPFEvent(event: .message(event))), timestamp: 1))
    if let reduced = event.reduced() {
        try checkRoundTrip(Event(payload: .ebpfExtractor(EBPFEvent(event: .message(reduced))), timestamp: 1))
    }
    try checkPayloadEncoding(decoded.message)
}

/// What a P2P client can write must be read back as the same message.
private func checkPayloadEncoding(_ message: MessageEvent.Message) throws(CheckFailure) {
    switch message {
    case .addrv2(let value): try again(value)
    case .feefilter(let value): try again(value)
    case .getheaders(let value): try again(value)
    case .headers(let value): try again(value)
    case .inv(let value): try again(value)
    case .ping(let value): try again(value)
    case .pong(let value): try again(value)
    case .sendcompact(let value): try again(value)
    // A user agent that is no UTF-8 cannot be written from its text.
    case .version(let value) where value.rawUserAgent == nil: try again(value)
    default: break
    }
}

private func again<Value: PayloadDecodable & PayloadEncodable & Equatable>(_ value: Value) throws(CheckFailure) {
    var writer = ByteWriter()
    value.encodePayload(into: &writer)
    let bytes = writer.array
    var reader = ByteReader(bytes.span.bytes)
    let second: Value
    do throws(PayloadError) { second = try Value(payload: &reader) } catch {
        throw CheckFailure("\(Value.self) does not read what it wrote: \(error)")
    }
    guard second == value, reader.isAtEnd else { throw CheckFailure("\(Value.self) reads another value than it wrote") }
}
