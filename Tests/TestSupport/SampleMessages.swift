package import PeerObserver

/// One value of every arm of a P2P message, built by hand.
package enum SampleMessages {
    package static func hash(_ seed: UInt8) -> Hash256 {
        Hash256((0..<32).map { seed &+ UInt8($0) }) ?? .zero
    }

    package static let transaction = Transaction(txid: hash(1), wtxid: hash(2), raw: [2, 0, 0, 0, 0, 0xff])
    package static let reduced = Transaction(txid: hash(3), wtxid: hash(3))
    package static let header = BlockHeader(
        version: .min, prevBlockhash: hash(4), merkleRoot: hash(5), time: 1_700_000_000, bits: 0x1703_4219, nonce: .max,
        hash: hash(6))

    package static let addresses: [Address] = [
        .init(timestamp: 1, host: .ipv4("203.0.113.5"), port: 8333, services: 1033),
        .init(timestamp: .max, host: .ipv6("2001:db8::1"), port: 65535, services: .max),
        .init(timestamp: 0, host: .torv2("aaaaaaaaaaaaaaaa.onion"), port: 0, services: 0),
        .init(timestamp: 2, host: .torv3(String(repeating: "a", count: 56) + ".onion"), port: 8333, services: 1),
        .init(timestamp: 3, host: .i2p(String(repeating: "b", count: 52) + ".b32.i2p"), port: 0, services: 1),
        .init(timestamp: 4, host: .cjdns("fc00::1"), port: 8333, services: 1),
        .init(timestamp: 5, host: .unknown(UnknownAddress(id: 250, address: [0, 1, 0xff])), port: 1, services: 1),
    ]

    package static let items: [InventoryItem] = [
        .init(item: .transaction(hash(10))), .init(item: .block(hash(11))), .init(item: .wtx(hash(12))),
        .init(item: .witnessTransaction(hash(13))), .init(item: .witnessBlock(hash(14))),
        .init(item: .compactBlock(hash(15))), .init(item: .unknown(UnknownItem(invType: .max, hash: hash(16)))),
        .init(item: .error(true)),
    ]

    package static let version = Version(
        version: 70016, services: 1033, timestamp: -1, receiver: addresses[0], sender: addresses[1], nonce: .max,
        userAgent: "/Satoshi:\u{fffd}ö/", startHeight: -1, relay: true, rawUserAgent: [0x2f, 0xff])

    /// Every arm that readers of the one-token subjects know.
    package static let known: [MessageEvent.Message] = [
        .ping(Ping(value: .max)), .pong(Pong(value: 0)), .inv(Inv(items: items)), .getdata(GetData(items: [])),
        .tx(Tx(tx: transaction)), .headers(Headers(headers: [header, BlockHeader()])),
        .addr(Addr(addresses: [addresses[0]])),
        .addrv2(AddrV2(addresses: addresses)), .feefilter(FeeFilter(fee: .min)),
        .getheaders(GetHeaders(version: 70016, locatorHashes: [hash(20), hash(21)], stopHash: .zero)),
        .getblocks(GetBlocks(version: 1, locatorHashes: [], stopHash: hash(22))), .version(version),
        .notfound(NotFound(items: [items[2]])),
        .compactblock(
            CompactBlock(
                header: header, nonce: 7, shortIDs: [ShortID(0), ShortID(0xffff_ffff_ffff)],
                transactions: [PrefilledTransaction(diffIndex: 0, tx: transaction)])),
        .sendcompact(SendCompact(sendCompact: true, version: 2)),
        .block(Block(header: header, transactions: [transaction, reduced])),
        .getblocktxn(GetBlockTxn(blockHash: hash(23), txIndexes: [0, 1, .max])),
        .blocktxn(BlockTxn(blockHash: hash(24), transactions: [reduced])), .alert(Alert(alert: [1, 2, 3])),
        .filteradd(FilterAdd(filter: [])),
        .filterload(FilterLoad(filter: [0xff], hashFuncs: 50, tweak: .max, flags: .pubkeyOnly)),
        .getcfcheckpt(GetCFCheckpt(filterType: 0, stopHash: hash(25))),
        .cfheaders(
            CFHeaders(
                filterType: 0, stopHash: hash(26), previousFilterHeader: hash(27), filterHashes: [hash(28), hash(29)])),
        .cfilter(CFilter(filterType: 0, blockHash: hash(30), filter: [9, 8])),
        .cfcheckpt(CFCheckpt(filterType: 255, stopHash: hash(31), filterHeaders: [])),
        .getcfheaders(GetCFHeaders(filterType: 0, startHeight: 1, stopHash: hash(32))),
        .getcfilter(GetCFilter(filterType: 0, startHeight: .max, stopHash: hash(33))),
        .merkleblock(
            MerkleBlock(header: header, numTransactions: 3, bits: [true, false, true], hashes: [hash(34), hash(35)])),
        .unknown(UnknownMessage(command: "xyz", payload: [0, 1])), .verack(true), .sendheaders(true), .getaddr(true),
        .mempool(true), .wtxidrelay(true), .sendaddrv2(true), .filterclear(true),
        .reject(Reject(rejectedCommand: "tx", reason: .checkpoint, reasonDetails: "", hash: [])), .emptyaddrv2(true),
        .oldping(true),
    ]

    /// What is carried as unknown, with its detail beside it.
    package static let detailed: [MessageEvent.Detail] = [
        .sendtxrcncl(SendTxRcncl(version: 1, salt: .max)), .feature(Feature(featureID: "f", featureData: [1])),
    ]

    package static let malformed = MessageEvent.Message.malformed(
        Malformed(reason: "truncated: needed 8, available 3", payload: [1, 2, 3]))
}
