import ArchiveFormat
import PeerObserver

/// An archive's bytes, read whole and in pieces: both give the same headers, events and error, and memory follows what has come. The
/// same bytes are tried as an index.
///
/// The first byte is the size of a piece.
func checkArchiveReader(_ input: UnsafeRawBufferPointer) throws(CheckFailure) {
    guard let size = input.first else { return }
    let bytes = [UInt8](input.dropFirst())
    let whole = try read(bytes, by: max(1, bytes.count))
    let pieces = try read(bytes, by: max(1, Int(size)))
    guard whole == pieces else { throw CheckFailure("whole \(whole), in pieces \(pieces)") }
    guard let index = try? ArchiveIndex(bytes) else { return }
    // What is read from its entries, again.
    guard let again = try? ArchiveIndex(index.encoded()), again == index else {
        throw CheckFailure("an index that is not read back")
    }
}

private struct Outcome: Equatable {
    var headers: [ArchiveHeader] = []
    var events = 0
    var eventBytes = 0
    /// Of all events' bytes, in order.
    var checksum: UInt64 = 0
    var error: ArchiveError?
}

/// A small file can hold hundreds of millions of events.
private let mostEvents = 20_000

private func read(_ bytes: [UInt8], by size: Int) throws(CheckFailure) -> Outcome {
    var limits = ArchiveLimits()
    limits.window = 8 << 20
    limits.event = 1 << 20
    var decoder = ArchiveDecoder(limits: limits)
    var outcome = Outcome()
    var offset = 0
    while outcome.events < mostEvents, outcome.headers.count < mostEvents {
        let step: ArchiveDecoder.Step
        do throws(ArchiveError) {
            step = try decoder.next()
        } catch {
            outcome.error = error
            return outcome
        }
        switch step {
        case .end: return outcome
        case .header(let header): outcome.headers.append(header)
        case .event:
            outcome.events += 1
            outcome.eventBytes += decoder.event.byteCount
            outcome.checksum = decoder.event.withUnsafeBytes { event in
                event.reduce(outcome.checksum) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            }
            _ = try? EventNote(decoder.event)
        case .needsInput:
            let end = min(bytes.count, offset + size)
            if end == offset { decoder.endInput() }
            decoder.append(bytes.span.bytes.extracting(offset..<end))
            offset = end
        }
        // Two buffers that double, one of them for an event and a zstd block behind it.
        let most = 2 * (limits.event + (256 << 10)) + 2 * (bytes.count + (256 << 10))
        guard decoder.reservedBytes <= most else {
            throw CheckFailure("\(decoder.reservedBytes) bytes reserved after \(offset)")
        }
    }
    return outcome
}
