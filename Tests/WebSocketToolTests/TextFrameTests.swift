import NIOCore
import PeerObserver
import Testing

@testable import WebSocketTool

@Suite struct TextFrameTests {
    @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536, 100_000]) func lengthIsInAsFewBytesAsPossible(count: Int) {
        let frame = TextFrame.buffer { $0.output.utf8(String(repeating: "x", count: count)) }
        let bytes = Array(frame.readableBytesView)
        let header: [UInt8] =
            switch count {
            case ..<126: [0x81, UInt8(count)]
            case ..<65536: [0x81, 126, UInt8(count >> 8), UInt8(count & 255)]
            default: [0x81, 127, 0, 0, 0, 0, 0, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)]
            }
        #expect(Array(bytes.prefix(header.count)) == header)
        #expect(bytes.dropFirst(header.count).elementsEqual(repeatElement(UInt8(ascii: "x"), count: count)))
    }

    @Test func framesFollowEachOther() {
        var json = JSONVisitor(form: .browser)
        var bytes: [UInt8] = []
        for count in [200, 300, 3, 70_000, 200] {
            let start = TextFrame.begin(&json)
            json.output.gap(count)
            let range = TextFrame.end(start, &json)
            json.output.withUnsafeBytes { bytes += $0[range] }
        }
        #expect(bytes.count == 204 + 304 + 5 + 70_010 + 204)
        #expect(bytes[204...206].elementsEqual([0x81, 126, 1]) && bytes[508...509].elementsEqual([0x81, 3]))
    }
}
