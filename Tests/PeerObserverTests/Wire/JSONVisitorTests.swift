import Foundation
import TestSupport
import Testing

@testable import PeerObserver

@Suite struct JSONVisitorTests {
    private func json(_ message: some WireMessage, _ form: JSONVisitor.Form = .hex) -> String {
        String(decoding: ContractMessages.json(message, form: form), as: UTF8.self)
    }

    @Test func bytesAreHexOrNumbers() {
        let unknown = UnknownMessage(command: "a", payload: [0, 9, 10, 255])
        #expect(json(unknown) == #"{"command":"a","payload":"00090aff"}"#)
        #expect(json(unknown, .byteArrays) == #"{"command":"a","payload":[0,9,10,255]}"#)
        let empty = UnknownMessage()
        #expect(json(empty) == #"{"command":"","payload":""}"#)
        #expect(json(empty, .byteArrays) == #"{"command":"","payload":[]}"#)
    }

    @Test func everyByteIsItsNumber() {
        let all = (0...255).map { UInt8($0) }
        #expect(
            json(UnknownMessage(command: "a", payload: all), .byteArrays)
                == #"{"command":"a","payload":["# + all.map { "\($0)" }.joined(separator: ",") + "]}")
    }

    @Test func browsersGetLargeIntegersAsText() {
        let largest = Int64(1) << 53 - 1
        #expect(json(Ping(value: UInt64(largest)), .browser) == #"{"value":9007199254740991}"#)
        #expect(json(Ping(value: UInt64(largest) + 1), .browser) == #"{"value":"9007199254740992"}"#)
        #expect(json(FeeFilter(fee: -largest), .browser) == #"{"fee":-9007199254740991}"#)
        #expect(json(FeeFilter(fee: -largest - 1), .browser) == #"{"fee":"-9007199254740992"}"#)
        #expect(json(FeeFilter(fee: .min), .browser) == #"{"fee":"-9223372036854775808"}"#)
        #expect(json(Ping(value: .max)) == #"{"value":18446744073709551615}"#)
        let unknown = UnknownMessage(command: "a", payload: [0, 9])
        #expect(json(unknown, .browser) == json(unknown, .hex))
    }

    @Test func hashesAreInDisplayOrderOrAsTheyLie() {
        let inv = Inv(items: [InventoryItem(item: .wtx(SampleMessages.hash(0))), InventoryItem(item: .error(true))])
        #expect(
            json(inv) == #"{"items":[{"item":{"Wtx":""# + SampleMessages.hash(0).description
                + #""}},{"item":{"Error":true}}]}"#)
        let numbers = (0..<32).map(String.init).joined(separator: ",")
        #expect(json(inv, .byteArrays) == #"{"items":[{"item":{"Wtx":["# + numbers + #"]}},{"item":{"Error":true}}]}"#)
    }

    @Test func shortIDsAreInWireOrder() {
        var block = CompactBlock()
        block.shortIDs = [ShortID(0x0605_0403_0201), ShortID()]
        #expect(json(block).contains(#""short_ids":["010203040506","000000000000"],"transactions":[]"#))
        #expect(json(block, .byteArrays).contains(#""short_ids":[[1,2,3,4,5,6],[0,0,0,0,0,0]]"#))
    }

    @Test func absentValuesAreNull() {
        #expect(json(Transaction()).hasSuffix(#","raw":null}"#))
        #expect(json(Event()).hasPrefix(#"{"peer_observer_event":null,"timestamp":0,"node":null,"stream_id":null"#))
        #expect(json(InventoryItem()) == #"{"item":null}"#)
    }

    @Test func extremeNumbersKeepEveryDigit() {
        #expect(json(Ping(value: .max)) == #"{"value":18446744073709551615}"#)
        #expect(json(FeeFilter(fee: .min)) == #"{"fee":-9223372036854775808}"#)
        var estimate = EstimateSmartFee()
        estimate.feeRate = .leastNonzeroMagnitude
        #expect(json(estimate).hasPrefix(#"{"fee_rate":5e-324,"#))
        for value in [Double.nan, .infinity, -.infinity] {
            estimate.feeRate = value
            #expect(json(estimate).hasPrefix(#"{"fee_rate":null,"#))
        }
    }

    @Test func mapKeysAreText() {
        let bucket = AddrmanBucket(entries: [MapEntry(0, AddrmanEntry()), MapEntry(.max, AddrmanEntry())])
        let text = json(Addrman(new: [MapEntry(7, bucket), MapEntry(8, AddrmanBucket())], tried: []))
        #expect(text.hasPrefix(#"{"new":{"7":{"entries":{"0":{"address":"""#))
        #expect(text.contains(#"},"4294967295":{"#))
        #expect(text.hasSuffix(#"}}},"8":{"entries":{}}},"tried":{}}"#))
    }

    /// Names and values that a peer chooses may look like the end or the start of something.
    @Test(arguments: ["", "{", "[", ":", ",", "}", "]", "\"", "a\":{", "\\", "\u{0}\n\r\u{7f}\u{9b}\u{202e}😀", "a,b"])
    func attackersTextStaysText(text: String) throws {
        let message = PeerInfos(infos: [peer(text), peer(text)])
        for form in [JSONVisitor.Form.hex, .byteArrays] {
            let bytes = ContractMessages.json(message, form: form)
            #expect(bytes.allSatisfy { (0x20..<0x7f).contains($0) })
            let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: [[String: Any]]])
            let infos = try #require(object["infos"])
            #expect(infos.count == 2)
            for info in infos {
                #expect(info["subversion"] as? String == text)
                #expect(info["permissions"] as? [String] == [text, text])
                #expect(info["bytes_sent_per_message"] as? [String: Int] == [text: 3, "z": 4])
            }
        }
    }

    private func peer(_ text: String) -> PeerInfo {
        var peer = PeerInfo()
        peer.subversion = text
        peer.permissions = [text, text]
        peer.bytesSentPerMessage = [MapEntry(text, 3), MapEntry("z", 4)]
        return peer
    }

    @Test func invalidUTF8BecomesReplacementCharacters() throws {
        let version = try UnknownMessage(decoding: [0x0a, 3, 0x61, 0xff, 0x62])
        #expect(json(version).hasPrefix(#"{"command":"a\ufffdb","#))
    }

    @Test func everyArmIsOneObjectInASCII() throws {
        for (_, event) in SampleEvents.all + SampleEvents.onlyRead {
            for form in [JSONVisitor.Form.hex, .byteArrays] {
                let bytes = ContractMessages.json(event, form: form)
                #expect(bytes.allSatisfy { (0x20..<0x7f).contains($0) })
                let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
                #expect(object["peer_observer_event"] is [String: Any])
            }
        }
    }

    @Test func messagesFollowWhatStandsInTheOutput() {
        var output = ByteWriter()
        output.text("a\n")
        var visitor = JSONVisitor(form: .hex, output: output)
        Ping(value: 1).visit(&visitor)
        #expect(visitor.output.array == Array("a\n{\"value\":1}".utf8))
    }
}
