import PeerObserver
import Testing

@testable import RPCExtractor

/// Values and units, told apart from zero where they are not there.
@Suite struct ValueTests {
    private func peers(_ folder: String = "made-up") throws -> [PeerInfo] {
        guard case .peerInfos(let infos) = try Fixture.event("getpeerinfo", folder).event else {
            throw RPCError.unexpected
        }
        return infos.infos
    }

    @Test func peersHaveSecondsAndBitcoinPerKilobyte() throws {
        let peer = try #require(try peers().first)
        #expect(peer.pingTime == 0.052311 && peer.minimumPing == 0.048 && peer.minfeefilter == 0.00001)
        #expect(peer.address == "203.0.113.9:8333" && peer.mappedAs == 64496 && peer.inflight == [924121, 924122])
        #expect(peer.bytesReceivedPerMessage.map(\.key) == ["inv", "pong", "*other*"])
        #expect(peer.lastInvSequence == 7000 && peer.presyncedHeaders == -1 && peer.servicesNames.count == 4)
        #expect(peer.sessionID == String(repeating: "5a", count: 32))
        // The ping is answered: no wait. No patched node, none of those that still tell the starting height.
        #expect(Set(peer.absent) == ["ping_wait", "starting_height", "cpu_load"])
    }

    @Test func whatAPeerDoesNotHaveIsAbsent() throws {
        let peer = try peers()[1]
        #expect(peer.pingTime == 0 && peer.minimumPing == 0 && peer.pingWait == 3.25)
        #expect(
            Set(peer.absent) == [
                "address_local", "mapped_as", "ping_time", "minimum_ping", "inv_to_send",
            ])
        #expect(peer.lastInvSequence == nil && peer.sessionID == "" && peer.subversion == "/café:1.0/")
        #expect(peer.startingHeight == 924_000 && !peer.absent.contains("starting_height"))
    }

    @Test func loadOfAPeerIsToldWhereTheNodeTellsIt() throws {
        #expect(try peers().map(\.cpuLoad) == [0, 1.75, 0.25])
        #expect(try peers().map { $0.absent.contains("cpu_load") } == [true, false, false])
    }

    @Test(arguments: [("v29", 0.1), ("v30", 0.1), ("v31", 0.1), ("knots", 1.0), ("made-up", 0.1)])
    func feeRatesAreSatoshiPerVirtualByte(version: String, expected: Double) throws {
        guard case .mempoolInfo(let mempool) = try Fixture.event("getmempoolinfo", version).event,
            case .networkInfo(let network) = try Fixture.event("getnetworkinfo", version).event
        else { throw RPCError.unexpected }
        let rates = [
            mempool.mempoolminfee, mempool.minrelaytxfee, mempool.incrementalrelayfee, network.relayFee,
            network.incrementalFee,
        ]
        #expect(rates.allSatisfy { $0 == expected }, "\(rates)")
    }

    @Test func totalFeeIsAnAmount() throws {
        guard case .mempoolInfo(let mempool) = try Fixture.event("getmempoolinfo", "made-up").event else {
            throw RPCError.unexpected
        }
        #expect(mempool.totalFee == 1.23456789)
    }

    @Test func everyFeeRateOfWholeSatoshisIsExact() throws {
        for satPer1000VBytes in [1, 999, 1000, 12_345, 123_456_789, 2_099_999_997_690_000] as [Int64] {
            let fraction = String(100_000_000 + satPer1000VBytes % 100_000_000).dropFirst()
            let text = Array("\(satPer1000VBytes / 100_000_000).\(fraction)".utf8)
            var reader = JSONReader(text.span.bytes)
            #expect(try reader.number().satPerVByte == Double(satPer1000VBytes) / 1000)
        }
    }

    @Test func estimatesNameWhatWasAskedFor() throws {
        let calls = RPC.estimateSmartFee.calls
        #expect(
            calls.map(\.parameters) == [
                #"[1,"economical"]"#, #"[1,"conservative"]"#, #"[6,"economical"]"#, #"[6,"conservative"]"#,
                #"[144,"economical"]"#, #"[144,"conservative"]"#,
            ])
        let events = try calls.map {
            try $0.event(of: try Fixture.response(try Fixture.answer("estimatesmartfee", "made-up"))).0
        }
        let estimates = events.compactMap { event -> EstimateSmartFee? in
            guard case .estimateSmartFee(let estimate) = event else { return nil }
            return estimate
        }
        #expect(estimates.map(\.requestedBlocks) == [1, 1, 6, 6, 144, 144])
        #expect(estimates.map(\.mode.rawValue) == [1, 2, 1, 2, 1, 2])
        #expect(estimates.allSatisfy { $0.feeRate == 12.345 && $0.blocks == 2 })
        // A node without an estimate gives no rate rather than none of a rate.
        let answer = Array(#"{"errors":["Insufficient data or no feerate found"],"blocks":0}"#.utf8)
        guard case .estimateSmartFee(let none) = try calls[0].event(of: try Fixture.response(answer)).0 else {
            throw RPCError.unexpected
        }
        #expect(none.feeRate == nil && none.errors == ["Insufficient data or no feerate found"])
    }

    @Test func transactionCountIsWholeAndModulo() throws {
        let answer = try Fixture.response(Array(#"{"txcount":4294967301,"time":5}"#.utf8))
        guard case .chainTxStats(let stats) = try RPC.getChainTxStats.calls[0].event(of: answer).0 else {
            throw RPCError.unexpected
        }
        #expect(stats.txCount == 5 && stats.txCount64 == 4_294_967_301 && stats.time == 5)
        #expect(stats.windowTxCount == nil && stats.txRate == nil)
        #expect(stats.absent.contains("window_block_count") && !stats.absent.contains("tx_count"))
    }

    @Test func orphansHaveTheirTransaction() throws {
        guard case .orphanTxs(let old) = try Fixture.event("getorphantxs", "made-up").event,
            case .orphanTxs(let new) = try Fixture.event("getorphantxs", "v31").event
        else { throw RPCError.unexpected }
        let orphan = old.orphans[0]
        #expect(orphan.transaction.raw?.count == Int(orphan.bytes) && orphan.from == [17, 23])
        // Display order in text, internal order in bytes.
        #expect(orphan.transaction.txid.description == orphan.txid && orphan.txid.hasSuffix("0f01"))
        #expect(orphan.transaction.txid.bytes.first == 0x01 && orphan.transaction.wtxid.bytes.first == 0x02)
        #expect(orphan.entry == 1_763_699_940 && orphan.expiration == 1_763_701_140)
        #expect(new.orphans[0].entry == nil && new.orphans[0].absent.isEmpty)
    }

    @Test func addressManagerKeepsBucketsAndPositions() throws {
        guard case .addrman(let addrman) = try Fixture.event("getrawaddrman", "made-up").event else {
            throw RPCError.unexpected
        }
        #expect(addrman.new.map(\.key) == [0, 1023] && addrman.tried.map(\.key) == [255])
        let bucket = addrman.new[0].value.entries
        #expect(bucket.map(\.key) == [5, 63])
        #expect(bucket[0].value.mappedAs == 64496 && bucket[0].value.sourceMappedAs == 64511)
        #expect(bucket[1].value.mappedAs == nil && bucket[1].value.port == 18333)
    }

    @Test func bucketsMayComeInAnyOrder() throws {
        let text =
            #"{"new":{"3/1":{"port":1},"2/7":{"port":2},"3/0":{"port":3},"x":{"port":4},"5":{},"6/-1":{}},"tried":{}}"#
        let (event, mismatches) = try RPC.getRawAddrman.calls[0].event(of: try Fixture.response(Array(text.utf8)))
        guard case .addrman(let addrman) = event else { throw RPCError.unexpected }
        #expect(addrman.new.map(\.key) == [3, 2] && addrman.new[0].value.entries.map(\.key) == [1, 0])
        #expect(mismatches == 3)
    }

    @Test func warningsMayBeOneText() throws {
        guard case .networkInfo(let none) = try Fixture.event("getnetworkinfo", "made-up").event,
            case .miningInfo(let one) = try Fixture.event("getmininginfo", "made-up").event,
            case .blockchainInfo(let list) = try Fixture.event("getblockchaininfo", "master").event
        else { throw RPCError.unexpected }
        #expect(none.warnings.isEmpty && one.warnings == ["a text, not a list"] && list.warnings.count == 1)
    }

    @Test func miningFeeRateKeepsPartsOfASatoshi() throws {
        guard case .miningInfo(let info) = try Fixture.event("getmininginfo", "made-up").event else {
            throw RPCError.unexpected
        }
        #expect(info.blockMinTxFee == 0.001 && info.networkHashps == 1.048576e21 && info.next?.height == 924_124)
    }

    @Test func anRPCThatTheOperatorNamedIsPublishedAsItCame() throws {
        let rpc = try #require(RPC.raw("getchainstates", every: .seconds(9)))
        #expect(rpc.subject == "rpc.getchainstates")
        let answer = try Fixture.response(Array(" {\"a\": [1.50, \"\u{e9}\"]}".utf8))
        guard case .rawAnswer(let raw) = try rpc.calls[0].event(of: answer).0 else { throw RPCError.unexpected }
        #expect(raw.method == "getchainstates" && raw.json == "{\"a\": [1.50, \"\u{e9}\"]}")
        #expect(RPC.raw("a.b", every: .seconds(1)) == nil && RPC.raw("", every: .seconds(1)) == nil)
    }
}
