import Foundation
import PeerObserver

/// One address in every form that an event can carry, and what must not be left of it.
package struct Taint: Sendable {
    package let name: String
    /// As an operator writes it.
    package let address: String
    package let bytes: [UInt8]
    /// Spellings in text.
    package let texts: [String]

    package static let all: [Taint] = own + peers
    package static let own = [
        Taint(ipv4: [203, 0, 113, 177]), Taint(ipv4: [84, 97, 105, 110]),
        Taint(ipv6: [0x2a, 0x0b, 0xf4, 0xc0, 1, 0x6c, 0, 0, 0, 0, 0, 0, 0, 0xfe, 0xd7, 0x77]),
        Taint(ipv6: [0xfc, 0x32, 0x17, 0xea, 0xe4, 0x15, 0xc3, 0xbf, 0x98, 8, 0x14, 0x9d, 0xb5, 0xa2, 0xc9, 0xaa]),
        Taint("torv2", (0..<10).map { 0xa1 ^ $0 &* 7 }, AddressText.torV2),
        Taint("torv3", (0..<32).map { 0x3c ^ $0 &* 11 }, AddressText.torV3),
        Taint("i2p", (0..<32).map { 0xd5 ^ $0 &* 13 }, AddressText.i2p),
    ]
    package static let peers = [
        Taint(ipv4: [198, 51, 100, 219]),
        Taint(ipv6: [0x2a, 1, 4, 0xf8, 0xc0, 0xde, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd]),
        Taint("torv2", (0..<10).map { 0x91 ^ $0 &* 5 }, AddressText.torV2),
        Taint("torv3", (0..<32).map { 0x71 ^ $0 &* 3 }, AddressText.torV3),
        Taint("i2p", (0..<32).map { 0x19 ^ $0 &* 9 }, AddressText.i2p),
    ]

    private init(ipv4 bytes: [UInt8]) {
        let text = AddressText.ipv4(bytes)
        let padded = bytes.map { String(format: "%03d", $0) }.joined(separator: ".")
        let groups = String(format: "%x:%x", Int(bytes[0]) << 8 | Int(bytes[1]), Int(bytes[2]) << 8 | Int(bytes[3]))
        self.init(
            name: text, address: text, bytes: bytes,
            texts: [
                text, padded, "::ffff:\(text)", "::FFFF:\(groups)", "0:0:0:0:0:ffff:\(groups)", "::\(text)",
                "64:ff9b::\(text)",
            ])
    }

    private init(ipv6 bytes: [UInt8]) {
        let text = AddressText.ipv6(bytes)
        let groups = (0..<8).map { Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1]) }
        let whole = groups.map { String(format: "%04x", $0) }.joined(separator: ":")
        let short = groups.map { String(format: "%x", $0) }.joined(separator: ":")
        let mixed =
            groups[..<6].map { String(format: "%x", $0) }.joined(separator: ":")
            + ":\(AddressText.ipv4(bytes[12...]))"
        self.init(
            name: text, address: text, bytes: bytes,
            texts: [text, text.uppercased(), whole, whole.uppercased(), short, mixed, "\(text)%eth0"])
    }

    private init(_ name: String, _ bytes: [UInt8], _ write: ([UInt8]) -> String) {
        let text = write(bytes)
        self.init(name: name, address: text, bytes: bytes, texts: [text, text.uppercased()])
    }

    private init(name: String, address: String, bytes: [UInt8], texts: [String]) {
        self.name = name
        self.address = address
        self.bytes = bytes
        self.texts = texts
    }

    /// What a text may be that holds the address.
    package var values: [String] {
        texts.flatMap { text in
            [
                text, "\(text):48211", "[\(text)]:48211", "\(text)/24", "us=\(text):48211, them", "(\(text)).",
                "tcp://\(text):28332", "/Satoshi:31.0.0(\(text))/", "peer \(text): gone", "\"\(text)\"",
                "x\u{1F600}\(text)\u{e9}", "a.b.\(text)", "\(text),\(text);[\(text)]",
            ]
        }
    }

    /// Other spellings, which are found of own addresses only.
    package var hiddenValues: [String] {
        let hex = [Hex.encode(bytes), Hex.encode(bytes.reversed())]
        return hex.flatMap { [$0, "0x\($0.uppercased()),", "feed\($0)beef"] } + otherNames
    }

    private var otherNames: [String] {
        if bytes.count == 4 {
            let parts = bytes.map(String.init)
            return [
                "host-\(parts.joined(separator: "-")).isp.example", "\(parts.reversed().joined(separator: "-")).isp",
            ]
        }
        return texts[0].contains(":") ? [] : ["service \(texts[0].split(separator: ".")[0]) ready"]
    }

    /// Bytes that hold the address, raw or as text.
    package func bytesValues(count: Int?) -> [[UInt8]] {
        let values = [bytes, bytes.reversed(), Array(texts[0].utf8)]
        guard let count else { return values }
        return values.filter { $0.count <= count }.flatMap { value in
            let room = [UInt8](repeating: 0x5a, count: count - value.count)
            return [value + room, room + value]
        }
    }

    /// What must not be found of it in what is shown, in lower case.
    ///
    /// - Parameter rawToo: also as bytes in hex and in lists of numbers; of a peer's address those are not looked for.
    package func needles(rawToo: Bool) -> [String] {
        var needles = texts + [address]
        if rawToo {
            for bytes in [bytes, bytes.reversed()] {
                needles += [Hex.encode(bytes), bytes.map(String.init).joined(separator: ",")]
            }
        }
        return needles.map { $0.lowercased() }
    }
}
