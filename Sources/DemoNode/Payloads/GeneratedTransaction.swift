import PeerObserver

/// A transaction that spends nothing real in the shape of real ones.
struct GeneratedTransaction {
    let raw: [UInt8]
    let txid: Hash256
    let wtxid: Hash256
    let vsize: Int32
    let feeSat: Int64

    private enum Spend { case keyHash, taproot, legacy, inscription }

    init(random: inout Random) throws(PayloadError) {
        let spend: Spend =
            switch random.below(100) {
            case ..<55: .keyHash
            case ..<82: .taproot
            case ..<97: .legacy
            default: .inscription
            }
        // Most transactions are small; a few gather or spread a lot.
        let inputs = random.chance(percent: 88) ? random.within(1...2) : random.within(3...30)
        let outputs = random.chance(percent: 90) ? random.within(1...2) : random.within(3...40)
        try self.init(spend, inputs: inputs, outputs: outputs, random: &random)
    }

    private init(_ spend: Spend, inputs: Int, outputs: Int, random: inout Random) throws(PayloadError) {
        var writer = ByteWriter()
        writer.littleEndian(Int32(2))
        if spend != .legacy { writer.bytes([0, 1]) }
        writer.compactSize(inputs)
        for _ in 0..<inputs {
            writer.bytes(random.hash().bytes)
            writer.littleEndian(UInt32(random.below(4)))
            let script = spend == .legacy ? [71] + random.bytes(71) + [33, 2] + random.bytes(32) : []
            writer.compactSize(script.count)
            writer.bytes(script)
            writer.littleEndian(UInt32(0xffff_fffd))
        }
        writer.compactSize(outputs)
        for _ in 0..<outputs {
            writer.littleEndian(Int64(random.within(330...500_000_000)))
            let script = random.chance(percent: 60) ? [0x00, 20] + random.bytes(20) : [0x51, 32] + random.bytes(32)
            writer.compactSize(script.count)
            writer.bytes(script)
        }
        let withoutWitnesses = writer.count + 4 - (spend == .legacy ? 0 : 2)
        for index in 0..<inputs where spend != .legacy {
            Self.appendWitness(spend, isFirst: index == 0, to: &writer, random: &random)
        }
        writer.littleEndian(UInt32(random.chance(percent: 70) ? 0 : 930_000))
        let feeRateSatPerVByte = random.within(1...30)
        try self.init(writer.array, withoutWitnesses: withoutWitnesses, feeRateSatPerVByte: feeRateSatPerVByte)
    }

    private static func appendWitness(_ spend: Spend, isFirst: Bool, to writer: inout ByteWriter, random: inout Random)
    {
        let items: [[UInt8]] =
            switch spend {
            case .keyHash: [random.bytes(71), [2] + random.bytes(32)]
            case .inscription where isFirst:
                [random.bytes(64), random.bytes(random.within(200...12_000)), random.bytes(33)]
            default: [random.bytes(64)]
            }
        writer.compactSize(items.count)
        for item in items {
            writer.compactSize(item.count)
            writer.bytes(item)
        }
    }

    /// A transaction as it came off the generator; its ids are computed.
    private init(_ raw: [UInt8], withoutWitnesses: Int, feeRateSatPerVByte: Int) throws(PayloadError) {
        var reader = ByteReader(raw.span.bytes)
        let parsed = try Transaction(payload: &reader)
        self.raw = raw
        txid = parsed.txid
        wtxid = parsed.wtxid
        vsize = Int32((3 * withoutWitnesses + raw.count + 3) / 4)
        feeSat = Int64(vsize) * Int64(feeRateSatPerVByte)
    }

    /// A block's first transaction.
    static func coinbase(height: Int32, random: inout Random) -> [UInt8] {
        var writer = ByteWriter()
        writer.littleEndian(Int32(2))
        writer.bytes([0, 1, 1])
        writer.bytes(Hash256.zero.bytes)
        writer.littleEndian(UInt32.max)
        writer.compactSize(12)
        writer.byte(3)
        writer.bytes([UInt8(height & 0xff), UInt8(height >> 8 & 0xff), UInt8(height >> 16 & 0xff)])
        writer.bytes(random.bytes(8))
        writer.littleEndian(UInt32.max)
        writer.compactSize(2)
        writer.littleEndian(Int64(315_000_000))
        writer.bytes([22, 0x00, 20] + random.bytes(20))
        writer.littleEndian(Int64(0))
        writer.bytes([38, 0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed] + random.bytes(32))
        writer.bytes([1, 32] + [UInt8](repeating: 0, count: 32))
        writer.littleEndian(UInt32(0))
        return writer.array
    }

    /// A transaction of exactly this many bytes, `least` or more: its output's script fills it up.
    static func filled(byteCount: Int, random: inout Random) -> [UInt8] {
        // A script of up to 252 bytes has a length of one byte, a longer one of three, a still longer one of five: where no
        // script fits exactly, bytes in the input's script make up for it.
        for padding in 0...4 {
            let rest = byteCount - least - padding
            let scripts = [0, 2, 4].map { rest - $0 }
            guard let script = scripts.first(where: { $0 >= 0 && CompactSize.byteCount(UInt64($0)) + $0 == rest + 1 })
            else {
                continue
            }
            var writer = ByteWriter(capacity: byteCount)
            writer.littleEndian(Int32(2))
            writer.byte(1)
            writer.bytes(random.hash().bytes)
            writer.littleEndian(UInt32(0))
            writer.compactSize(padding)
            writer.bytes([UInt8](repeating: 0x51, count: padding))
            writer.littleEndian(UInt32.max)
            writer.byte(1)
            writer.littleEndian(Int64(1000))
            writer.compactSize(script)
            writer.bytes(random.bytes(script))
            writer.littleEndian(UInt32(0))
            return writer.array
        }
        return []
    }

    /// One input, one output, both scripts empty.
    static let least = 60
}
