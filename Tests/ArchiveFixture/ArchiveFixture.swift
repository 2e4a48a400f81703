import ArchiveFormat
import Glibc
import PeerObserver

/// Writes numbered events into one archive, as fast as it can, until it is killed; and tells after each block how many are in whole ones.
///
/// usage: archive-fixture PATH LEVEL SEEKABLE EVENTS_A_BLOCK
@main
struct ArchiveFixture {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let level = Int(arguments[2]), let blockEvents = UInt64(arguments[4]) else {
            exit(2)
        }
        // A test that is held up must not find a file of gigabytes.
        alarm(10)
        var settings = ArchiveSettings()
        settings.level = level
        settings.seekable = arguments[3] == "seekable"
        settings.sync = .never
        var writer = try ArchiveWriter(
            path: arguments[1], header: ArchiveHeader(created: 1, filters: []), settings: settings)
        var number: UInt64 = 0
        while true {
            number += 1
            // Of very different lengths, so that a kill meets every part of the file.
            let count = Int(number &* 2_654_435_761 % 700)
            // Bytes that do not compress, so that a large block is written in parts.
            var state = number
            let payload = (0..<count).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            let message = MessageEvent(
                meta: MessageMetadata(
                    peerID: number, addr: "a", connType: .inbound, command: "c", inbound: true, size: 1),
                message: .unknown(UnknownMessage(command: "c", payload: payload)))
            let event = Event(
                payload: .ebpfExtractor(EBPFEvent(event: .message(message))), timestamp: number, streamID: 1,
                sequence: number
            ).encoded()
            try writer.append(event.span.bytes)
            guard number % blockEvents == 0 else { continue }
            try writer.endBlock()
            let line = Array("\(number)\n".utf8)
            _ = write(STDOUT_FILENO, line, line.count)
        }
    }
}
