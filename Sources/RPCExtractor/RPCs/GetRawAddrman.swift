import PeerObserver

extension RPC {
    static let getRawAddrman = RPC("getrawaddrman", .lessFrequent) { reader throws(JSONError) in
        try reader.object(RawAddrman.self).map { .addrman($0.addrman) }
    }
}

/// The answer: tables of entries named by bucket and position.
private struct RawAddrman: RPCObject {
    var addrman = Addrman()

    static let fields: [RPCField<RawAddrman>] = [
        .init("new", required: nil) { value, reader throws(JSONError) in
            try AddrmanTable.read(&reader, into: &value.addrman.new)
        },
        .init("tried", required: nil) { value, reader throws(JSONError) in
            try AddrmanTable.read(&reader, into: &value.addrman.tried)
        },
    ]
}

private enum AddrmanTable {
    static func read(
        _ reader: inout JSONReader, into table: inout [MapEntry<UInt32, AddrmanBucket>]
    ) throws(JSONError) -> Bool {
        guard try reader.kind() == .object else {
            try reader.mismatch()
            return false
        }
        // Where in `table` each bucket is. The node lists a bucket's entries one after the other, but need not.
        var places: [UInt32: Int] = [:]
        var last: (bucket: UInt32, place: Int)?
        try reader.beginObject()
        while try reader.nextKey() {
            guard let (bucket, position) = bucketAndPosition(reader.keyText) else {
                try reader.mismatch()
                continue
            }
            guard let entry = try reader.object(AddrmanEntry.self) else { continue }
            if last?.bucket != bucket {
                if let place = places[bucket] {
                    last = (bucket, place)
                } else {
                    places[bucket] = table.count
                    last = (bucket, table.count)
                    table.append(MapEntry(bucket, AddrmanBucket()))
                }
            }
            if let last { table[last.place].value.entries.append(MapEntry(position, entry)) }
        }
        return true
    }

    /// `12/34`.
    private static func bucketAndPosition(_ key: String) -> (UInt32, UInt32)? {
        guard let slash = key.utf8.firstIndex(of: UInt8(ascii: "/")), let bucket = UInt32(key[..<slash]),
            let position = UInt32(key[key.utf8.index(after: slash)...])
        else { return nil }
        return (bucket, position)
    }
}

extension AddrmanEntry: RPCObject {
    static let fields: [RPCField<AddrmanEntry>] = [
        .init("address", \.address), .init("mapped_as", optional: \.mappedAs), .init("port", \.port),
        .init("services", \.services), .init("time", \.time), .init("network", \.network), .init("source", \.source),
        .init("source_network", \.sourceNetwork), .init("source_mapped_as", optional: \.sourceMappedAs),
    ]
}
