import PeerObserver
import Testing

/// Reads `text` with `body`.
private func reading<Result>(
    _ text: String, _ body: (inout JSONReader) throws(JSONError) -> Result
) throws(JSONError) -> Result {
    let bytes = Array(text.utf8)
    var reader = JSONReader(bytes.span.bytes)
    return try body(&reader)
}

@Suite struct JSONReaderTests {
    @Test func objectsAndArraysArePulled() throws {
        let seen = try reading(#" {"a" : [1, {"b":null} ,true] , "c":"d"} "#) { reader throws(JSONError) in
            var seen: [String] = []
            try reader.beginObject()
            while try reader.nextKey() {
                seen.append(reader.keyText)
                guard reader.keyIs("a") else {
                    seen.append(try reader.string())
                    continue
                }
                try reader.beginArray()
                while try reader.nextElement() { seen.append(try reader.valueText()) }
            }
            try reader.end()
            return seen
        }
        #expect(seen == ["a", "1", #"{"b":null}"#, "true", "c", "d"])
    }

    @Test(arguments: [
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{fffd}"), (#""\ude00x""#, "\u{fffd}x"),
        (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""\ud83dA""#, "\u{fffd}A"), (#""\u0000""#, "\u{0}"),
        ("\"\u{7f}é€😀\"", "\u{7f}é€😀"),
    ])
    func stringsAreUnescaped(_ text: String, _ expected: String) throws {
        #expect(try reading(text) { reader throws(JSONError) in try reader.string() } == expected)
    }

    @Test(arguments: [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80]])
    func bytesThatAreNoTextAreReplaced(_ bytes: [UInt8]) throws {
        let input = Array("\"a".utf8) + bytes + Array("\\n\"".utf8)
        var reader = JSONReader(input.span.bytes)
        let text = try reader.string()
        #expect(text.hasPrefix("a\u{fffd}") && text.hasSuffix("\n"))
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "\"\\", "\"\\u12", "\"\\x\"", "\"\n\"", "{]", "[}", "[1 2]", "[1,]", "[,1]",
        "{\"a\":1,}",
        "{\"a\"}", "{\"a\":}", "{a:1}", "{1:1}", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "tru", "truth",
        "nul", "[1]]", "{}{}", "1 2", "\u{feff}1", "'a'", "[1//\n]", "-01", "1.e5",
    ])
    func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONError.self) {
            try reading(text) { reader throws(JSONError) in
                try reader.skip()
                try reader.end()
            }
        }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let limit = JSONReader.depthLimit
        try reading(nested(limit)) { reader throws(JSONError) in try reader.skip() }
        #expect(throws: JSONError.tooDeep(offset: limit)) {
            try reading(nested(limit + 1)) { reader throws(JSONError) in try reader.skip() }
        }
        // Input without an end costs no stack.
        #expect(throws: JSONError.tooDeep(offset: limit)) {
            try reading(String(repeating: "[", count: 1_000_000)) { reader throws(JSONError) in try reader.skip() }
        }
    }

    @Test func everyProperPrefixIsRefused() throws {
        let text = #"{"a":[1.5e3,"b\u00e9",{"c":false,"d":null}],"e":-0}"#
        for length in 0..<text.utf8.count {
            let prefix = Array(text.utf8.prefix(length))
            var reader = JSONReader(prefix.span.bytes)
            #expect(throws: JSONError.self, "\(length)") { try reader.skip() }
        }
    }

    @Test func keysAreComparedByWhatTheyMean() throws {
        try reading(#"{"\u0061b":1,"ab ":2}"#) { reader throws(JSONError) in
            try reader.beginObject()
            #expect(try reader.nextKey() && reader.keyIs("ab") && reader.keyText == "ab")
            try reader.skip()
            #expect(try reader.nextKey() && !reader.keyIs("ab") && reader.keyIs("ab "))
        }
    }

    @Test func anotherTypeIsPassedOverAndCounted() throws {
        try reading(#"["1",[2],{"a":3},null,true,1.5,-1,7]"#) { reader throws(JSONError) in
            try reader.beginArray()
            var found: [UInt64?] = []
            while try reader.nextElement() { found.append(try reader.uint64IfAny()) }
            #expect(found == [nil, nil, nil, nil, nil, nil, nil, 7])
            // All but null.
            #expect(reader.mismatches == 6)
        }
    }

    @Test func callsOutOfTurnThrow() throws {
        #expect(throws: JSONError.self) {
            try reading("1") { reader throws(JSONError) in try reader.beginObject() }
        }
        #expect(throws: JSONError.self) {
            try reading("[1,2]") { reader throws(JSONError) in
                try reader.beginArray()
                _ = try reader.nextKey()
            }
        }
        #expect(throws: JSONError.self) {
            try reading("]") { reader throws(JSONError) in _ = try reader.nextElement() }
        }
        #expect(throws: JSONError.self) {
            try reading("null") { reader throws(JSONError) in _ = try reader.bool() }
        }
    }
}
