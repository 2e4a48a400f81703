import PeerObserver

/// The bytes of a connection, read whole and in pieces: both give the same messages and the same error, and memory follows what has
/// come.
///
/// The first byte's lowest bit has the checksums repaired, which no fuzzer would guess; the second byte is the size of a piece.
func checkP2PStream(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    guard input.count >= 2 else { return }
    var bytes = [UInt8](input.dropFirst(2))
    if input[0] & 1 == 1 { repair(&bytes) }
    let whole = try read(bytes, by: max(1, bytes.count))
    let pieces = try read(bytes, by: max(1, Int(input[1])))
    guard whole == pieces else { throw CheckFailure("whole \(whole), in pieces \(pieces)") }
    var again = ByteWriter()
    for message in whole.messages {
        Frame.encode(message.command, payload: message.payload, network: .regtest, into: &again)
    }
    guard bytes.starts(with: again.array) else { throw CheckFailure("messages are not what came") }
    if whole.error == nil, (bytes.count > again.count) != whole.isInsideMessage {
        throw CheckFailure("\(bytes.count - again.count) bytes left, inside a message: \(whole.isInsideMessage)")
    }
}

private struct Message: Equatable {
    let command: String
    let payload: [UInt8]
}

private struct Outcome: Equatable {
    var messages: [Message] = []
    var error: FrameError?
    var isInsideMessage = false
}

private func read(_ bytes: [UInt8], by size: Int) throws(CheckFailure) -> Outcome {
    var stream = FrameStream(network: .regtest)
    var outcome = Outcome()
    for start in stride(from: 0, to: bytes.count, by: size) {
        let end = min(bytes.count, start + size)
        do throws(FrameError) {
            try bytes.span.bytes.extracting(start..<end).withUnsafeBytes { piece throws(FrameError) in
                try stream.read(piece) { command, payload in
                    outcome.messages.append(
                        Message(command: command, payload: payload.withUnsafeBytes { [UInt8]($0) }))
                    return true
                }
            }
        } catch {
            outcome.error = error
            return outcome
        }
        guard stream.reservedBytes <= max(1 << 16, 2 * end) else {
            throw CheckFailure("\(stream.reservedBytes) bytes reserved after \(end)")
        }
    }
    outcome.isInsideMessage = stream.isInsideMessage
    return outcome
}

/// Puts the checksum that its payload has into the header of each message that is there whole.
private func repair(_ bytes: inout [UInt8]) {
    var start = 0
    while bytes.count - start >= Frame.headerByteCount {
        let length = bytes[start + 16..<start + 20].reversed().reduce(0) { $0 << 8 | Int($1) }
        let payload = start + Frame.headerByteCount
        guard length <= bytes.count - payload else { return }
        let checksum = bytes[payload..<payload + length].withUnsafeBytes { Frame.checksum($0) }
        bytes.replaceSubrange(start + 20..<start + 24, with: checksum)
        start = payload + length
    }
}
