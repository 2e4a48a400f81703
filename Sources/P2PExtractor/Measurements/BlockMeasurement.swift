import PeerObserver

/// When the node tells of a block.
///
/// Core sends a block to a high-bandwidth peer as soon as its proof of work is checked, but only to one that has the
/// block before (`PeerHasHeader` in `NewPoWValidBlock`); to any other it sends an `inv` after the block is connected. It believes that we
/// have what it has told us in `headers` or `cmpctblock`. So an `inv` is answered by a `getheaders` that begins at its block: the
/// node answers with nothing, and from then on sends us each block.
struct BlockMeasurement {
    private let isOn: Bool
    private let knownBlock: Hash256?
    /// Whether the next headers are the answer to the request at the beginning, old blocks perhaps, and no news.
    private var awaitsAnswer = false

    /// Core's `MAX_HEADERS_RESULTS`.
    static let mostHeaders = 2000

    init(isOn: Bool, knownBlock: Hash256?) {
        self.isOn = isOn
        self.knownBlock = knownBlock
    }

    mutating func begin() -> [Action] {
        guard isOn else { return [] }
        let requests: [Action] = [
            .send(OutboundMessage("sendcmpct", SendCompact(sendCompact: true, version: 2))),
            // Where it has several blocks to tell of at once.
            .send(OutboundMessage("sendheaders")),
        ]
        guard let knownBlock else { return requests }
        awaitsAnswer = true
        return requests + [request(after: knownBlock)]
    }

    func inv(_ inv: Inv) -> [Action] {
        guard isOn else { return [] }
        let hashes = inv.items.compactMap(\.blockHash)
        guard let last = hashes.last else { return [] }
        return hashes.map { .publish(.blockAnnouncement(BlockAnnouncement(hash: $0, via: .inv))) }
            + [.heardOf(last), request(after: last)]
    }

    mutating func headers(_ reader: inout ByteReader) throws(PayloadError) -> [Action] {
        guard isOn else { return [] }
        let headers = try Headers(payload: &reader).headers
        guard headers.count <= Self.mostHeaders else {
            throw .invalidValue(field: "number of headers", value: UInt64(headers.count))
        }
        defer { awaitsAnswer = false }
        guard let last = headers.last else { return [] }
        if awaitsAnswer { return [.heardOf(last.hash)] }
        return headers.map {
            .publish(.blockAnnouncement(BlockAnnouncement(hash: $0.hash, via: .headers, header: $0)))
        } + [.heardOf(last.hash)]
    }

    func compactBlock(_ reader: inout ByteReader) throws(PayloadError) -> [Action] {
        guard isOn else { return [] }
        let block = try CompactBlock(payload: &reader)
        let announcement = BlockAnnouncement(
            hash: block.header.hash, via: .cmpctblock, header: block.header,
            transactions: UInt32(block.shortIDs.count + block.transactions.count),
            prefilled: UInt32(block.transactions.count))
        return [.publish(.blockAnnouncement(announcement)), .heardOf(block.header.hash)]
    }

    private func request(after hash: Hash256) -> Action {
        .send(
            OutboundMessage(
                "getheaders",
                GetHeaders(version: HandshakeMeasurement.protocolVersion, locatorHashes: [hash], stopHash: .zero)))
    }
}

extension InventoryItem {
    /// Of a block in any form; nil for transactions.
    fileprivate var blockHash: Hash256? {
        switch item {
        case .block(let hash), .witnessBlock(let hash), .compactBlock(let hash): hash
        default: nil
        }
    }
}
