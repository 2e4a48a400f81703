import Daemon
import Glibc
import PeerObserver

/// What announced addresses look like: random ones are spread evenly, hit ranges that nobody may use, and bear made-up times.
struct AddressSample: Sendable {
    private(set) var count = 0
    /// In ranges that are not for the public Internet (RFC 6890).
    private(set) var reserved = 0
    /// Last seen more than a minute from now: who tells of others has seen them before. Core believes ten minutes (net_processing.cpp,
    /// `ProcessAddrs`), which a flood may use.
    private(set) var future = 0
    /// IPv4 addresses by the upper three bits of their first octet.
    private var buckets: InlineArray<8, UInt32> = .init(repeating: 0)

    private static let tolerance: UInt64 = 60

    /// - Parameter body: where an `Addr` or `AddrV2` lies in `input`.
    mutating func add(_ input: RawSpan, in body: Range<Int>, now: UInt64) throws(WireError) {
        var reader = WireReader(input, in: body)
        while let tag = try reader.nextTag() {
            if tag == 10 { try addAddress(input, in: try reader.range(), now: now) } else { try reader.skip(tag) }
        }
    }

    private mutating func addAddress(_ input: RawSpan, in range: Range<Int>, now: UInt64) throws(WireError) {
        count += 1
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            switch tag {
            case 8: if UInt64(try reader.uint32()) > now / 1000 + Self.tolerance { future += 1 }
            case 18:
                let text = try reader.range()
                let address = input.withUnsafeBytes { IPAddress(UnsafeRawBufferPointer(rebasing: $0[text])) }
                if let ipv4 = address?.ipv4 { addIPv4(ipv4) }
            default: try reader.skip(tag)
            }
        }
    }

    private mutating func addIPv4(_ address: UInt32) {
        buckets[Int(address >> 29)] += 1
        if Self.isReserved(address) { reserved += 1 }
    }

    mutating func add(_ other: AddressSample) {
        count += other.count
        reserved += other.reserved
        future += other.future
        for index in 0..<8 { buckets[index] += other.buckets[index] }
    }

    func share(_ part: Int) -> Double { count > 0 ? Double(part) / Double(count) : 0 }

    /// How evenly IPv4 addresses are spread over the whole range: 1 for entirely; nodes use less than all of it, and nothing above 224.0.0.0.
    var spread: Double {
        var (total, entropy) = (0.0, 0.0)
        for index in 0..<8 { total += Double(buckets[index]) }
        guard total > 0 else { return 0 }
        for index in 0..<8 where buckets[index] > 0 {
            let share = Double(buckets[index]) / total
            entropy -= share * log2(share)
        }
        return entropy / 3
    }

    /// Ranges of RFC 6890 and multicast, as prefix and length.
    private static let ranges: [(UInt32, UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 3),
    ]

    private static func isReserved(_ address: UInt32) -> Bool {
        ranges.contains { (address ^ $0.0) >> (32 - $0.1) == 0 }
    }
}
