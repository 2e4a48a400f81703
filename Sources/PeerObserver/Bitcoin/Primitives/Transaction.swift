extension Transaction: PayloadDecodable {
    /// The shortest serialization: version, no inputs, no outputs, lock time.
    static let leastByteCount = 10

    /// Reads the structure, as Core's `UnserializeTransaction` does, to find the end and what the ids are hashes of.
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let start = reader.offset
        try reader.skip(4)
        var body = reader.offset
        var inputs = try Self.skipInputs(&reader)
        var flags: UInt8 = 0
        if inputs == 0 {
            // No inputs, or the marker of BIP-0144 before the flags.
            flags = try reader.uint8()
            if flags != 0 {
                body = reader.offset
                inputs = try Self.skipInputs(&reader)
                try Self.skipOutputs(&reader)
            }
        } else {
            try Self.skipOutputs(&reader)
        }
        let witnesses = reader.offset
        if flags & 1 == 1 {
            guard try Self.skipWitnesses(&reader, inputs: inputs) else { throw .superfluousWitness }
        }
        guard flags <= 1 else { throw .invalidValue(field: "transaction flags", value: UInt64(flags)) }
        let lockTime = reader.offset
        try reader.skip(4)

        let end = reader.offset
        let wtxid = reader.withUnsafeBytes(of: start..<end) { DoubleSHA256.hash($0) }
        let txid =
            flags == 0
            ? wtxid
            : reader.withUnsafeBytes(of: start..<end) { whole in
                DoubleSHA256.hash(
                    UnsafeRawBufferPointer(rebasing: whole[0..<4]),
                    UnsafeRawBufferPointer(rebasing: whole[body - start..<witnesses - start]),
                    UnsafeRawBufferPointer(rebasing: whole[lockTime - start..<end - start]))
            }
        self.init(txid: txid, wtxid: wtxid, raw: reader.copy(start..<end))
    }

    private static func skipInputs(_ reader: inout ByteReader) throws(PayloadError) -> Int {
        // Outpoint, empty script, sequence.
        let count = try reader.count(ofItemsWithAtLeast: 41)
        for _ in 0..<count {
            try reader.skip(36)
            try reader.skip(try reader.length())
            try reader.skip(4)
        }
        return count
    }

    private static func skipOutputs(_ reader: inout ByteReader) throws(PayloadError) {
        // Value, empty script.
        for _ in 0..<(try reader.count(ofItemsWithAtLeast: 9)) {
            try reader.skip(8)
            try reader.skip(try reader.length())
        }
    }

    /// Whether any input has a witness.
    private static func skipWitnesses(_ reader: inout ByteReader, inputs: Int) throws(PayloadError) -> Bool {
        var found = false
        for _ in 0..<inputs {
            let items = try reader.count(ofItemsWithAtLeast: 1)
            found = found || items > 0
            for _ in 0..<items { try reader.skip(try reader.length()) }
        }
        return found
    }

    /// Transactions behind their count.
    static func list(_ reader: inout ByteReader) throws(PayloadError) -> [Transaction] {
        let count = try reader.count(ofItemsWithAtLeast: leastByteCount)
        return try reader.array(count) { reader throws(PayloadError) in try Transaction(payload: &reader) }
    }
}

extension PrefilledTransaction: PayloadDecodable {
    public init(payload reader: inout ByteReader) throws(PayloadError) {
        let difference = try reader.compactSize()
        guard difference <= UInt64(UInt16.max) else { throw .invalidValue(field: "prefilled index", value: difference) }
        self.init(diffIndex: UInt32(difference), tx: try Transaction(payload: &reader))
    }
}
