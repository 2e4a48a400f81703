import Foundation
import PeerObserver
import Testing

/// Foundation's reader is the judge over generated texts: both accept or both refuse, and both find the same values.
@Suite struct JSONJudgeTests {
    @Test(arguments: 0..<8)
    func agreesWithFoundation(seed: UInt64) throws {
        var random = Generator(state: seed)
        var (accepted, refused) = (0, 0)
        for _ in 0..<1500 {
            var text = Array(random.value(depth: 0).utf8)
            if random.below(2) == 0 { random.damage(&text) }
            // What the two differ in on purpose: see JSONReader.
            guard String(validating: text, as: UTF8.self) != nil else { continue }
            let theirs = try? JSONSerialization.jsonObject(with: Data(text), options: [.fragmentsAllowed])
            let ours = Self.parse(text)
            let shown = String(decoding: text, as: UTF8.self)
            if theirs == nil, ours != nil, Self.isKnownDifference(shown) { continue }
            // RFC 8259 has no comma before an end; Foundation lets one pass.
            if theirs != nil, ours == nil, shown.contains(/,\s*[}\]]/) { continue }
            #expect((ours == nil) == (theirs == nil), "\(shown)")
            if let ours, let theirs {
                #expect(ours == Self.canonical(theirs), "\(shown)")
                accepted += 1
            } else {
                refused += 1
            }
        }
        #expect(accepted > 200 && refused > 200)
    }

    /// Numbers beyond every double, halves of surrogate pairs.
    private static func isKnownDifference(_ text: String) -> Bool {
        text.contains(/[0-9][eE]\+?[0-9]{3}/) || text.contains(/\\u[dD][89abAB]/) || text.contains(/\\u[dD][c-fC-F]/)
    }

    /// What this reader finds, in canonical text; nil where it refuses.
    private static func parse(_ bytes: [UInt8]) -> String? {
        var reader = JSONReader(bytes.span.bytes)
        do throws(JSONError) {
            let value = try value(&reader)
            try reader.end()
            return value
        } catch {
            return nil
        }
    }

    private static func value(_ reader: inout JSONReader) throws(JSONError) -> String {
        switch try reader.kind() {
        case .object:
            var members: [String] = []
            try reader.beginObject()
            while try reader.nextKey() {
                let key = reader.keyText
                members.append("\(key)=\(try value(&reader))")
            }
            return "{\(members.sorted())}"
        case .array:
            var elements: [String] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try value(&reader)) }
            return "\(elements)"
        case .string: return "'\(try reader.string())'"
        case .number: return canonical(try reader.number().double)
        case .bool: return try reader.bool() ? canonical(1) : canonical(0)
        case .null:
            try reader.null()
            return "null"
        }
    }

    /// What Foundation found, in the same text. It keeps long fractions in a decimal type of its own, and hides
    /// whether a number was a truth value.
    private static func canonical(_ value: Any) -> String {
        switch value {
        case let object as [String: Any]: "{\(object.map { "\($0)=\(canonical($1))" }.sorted())}"
        case let array as [Any]: "\(array.map { canonical($0) })"
        case let string as String: "'\(string)'"
        case let number as NSNumber: canonical(number.doubleValue)
        default: "null"
        }
    }

    private static func canonical(_ number: Double) -> String { String(format: "%.12g", number + 0) }

    private struct Generator {
        var state: UInt64

        mutating func below(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }

        mutating func value(depth: Int) -> String {
            let space = ["", "", " ", "\n", "\t "][Int(below(5))]
            let text: String =
                switch below(depth > 4 ? 4 : 6) {
                case 0: ["true", "false", "null"][Int(below(3))]
                case 1: number()
                case 2, 3: string()
                case 4: "[" + (0..<below(5)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
                default:
                    // Keys differ: what becomes of two of a name is nobody's rule.
                    "{"
                        + (0..<below(5)).map { "\"k\($0)\(below(9))\"\(space):" + value(depth: depth + 1) }
                        .joined(separator: ",") + "}"
                }
            return space + text + space
        }

        private mutating func number() -> String {
            let whole = ["0", "-0", "1", "-12", "9223372036854775807", "123456789012"][Int(below(6))]
            let fraction = ["", "", ".5", ".00000001", ".123456789012345678901"][Int(below(5))]
            return whole + fraction + ["", "", "", "e5", "E-3", "e+2"][Int(below(6))]
        }

        private mutating func string() -> String {
            let parts = [
                "a", "é", "😀", "\\n", "\\\"", "\\u00e9", "\\ud83d\\ude00", "\\/", " ", "{", "]", ":", "\u{7f}",
            ]
            return "\"" + (0..<below(6)).map { _ in parts[Int(below(UInt64(parts.count)))] }.joined() + "\""
        }

        mutating func damage(_ text: inout [UInt8]) {
            guard !text.isEmpty else { return }
            let at = Int(below(UInt64(text.count)))
            switch below(3) {
            case 0: text.remove(at: at)
            case 1: text.insert(Array("{}[]\",:0.e-\\tn \u{1}".utf8)[Int(below(16))], at: at)
            default: text = Array(text[..<at])
            }
        }
    }
}
