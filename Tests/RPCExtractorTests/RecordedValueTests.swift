import PeerObserver
import Testing

@testable import RPCExtractor

/// What `scripts/record-rpc` let happen on each node is what the events tell, whatever the version calls it.
@Suite struct RecordedValueTests {
    private func event<Value>(_ method: String, _ folder: String, _ type: Value.Type) throws -> Value {
        let arm = Mirror(reflecting: try Fixture.event(method, folder).event)
        return try #require(arm.children.first?.value as? Value)
    }

    @Test(arguments: Fixture.recorded) func peersAreTold(folder: String) throws {
        let peers = try event("getpeerinfo", folder, PeerInfos.self).infos
        #expect(peers.count == 6 && peers.filter(\.inbound).count == 3)
        // One that answers pings and announced a header, one that answers none and came where it has permissions.
        let (lively, quiet) = (try #require(peers.dropLast().last), try #require(peers.last))
        #expect(lively.subversion == "/record-rpc:1/" && lively.inflight == [160] && lively.minfeefilter == 0.00001)
        #expect(lively.bytesReceivedPerMessage.contains { $0.key == "*other*" && $0.value == 25 })
        #expect(quiet.pingWait > 0 && quiet.absent.contains("ping_time") && quiet.absent.contains("minimum_ping"))
        #expect(Set(quiet.permissions) == ["noban", "download"] && lively.permissions.isEmpty)
        #expect(lively.pingTime > 0 && lively.pingTime < 60 && lively.absent.contains("ping_wait"))
        // The others are a node.
        #expect(peers.filter { $0.mappedAs == 64496 }.count == 3)
        #expect(
            peers.dropLast(2).allSatisfy {
                $0.pingTime > 0 && $0.syncedBlocks == 159 && $0.servicesNames.contains("WITNESS")
            })
        #expect(
            peers.contains { $0.lastTransaction > 1_790_000_000 } && peers.contains { $0.lastBlock > 1_790_000_000 })
    }

    @Test(arguments: Fixture.recorded) func chainIsTold(folder: String) throws {
        let chain = try event("getblockchaininfo", folder, BlockchainInfo.self)
        #expect(chain.chain == "regtest" && chain.blocks == 159 && chain.headers == 160 && !chain.pruned)
        let tips = try event("getchaintips", folder, ChainTips.self).tips
        #expect(tips.map(\.status) == ["headers-only", "active", "valid-fork"])
        #expect(tips.map(\.height) == [160, 159, 130] && tips.map(\.branchLength) == [1, 0, 1])
        #expect(tips[1].hash == chain.bestblockhash)
        let stats = try event("getchaintxstats", folder, ChainTxStats.self)
        // A coinbase a block, the split, and three in each of 25 blocks.
        #expect(stats.txCount64 == 160 + 1 + 75 && stats.windowFinalBlockHash == chain.bestblockhash)
        let mining = try event("getmininginfo", folder, MiningInfo.self)
        #expect(mining.blocks == 159 && mining.pooledTx == 19 && mining.difficulty == chain.difficulty)
        let indexes = try event("getindexinfo", folder, IndexInfo.self).indexes
        #expect(indexes.count >= 2 && indexes.allSatisfy { $0.value.synced == true && $0.value.bestBlockHeight == 159 })
    }

    @Test(arguments: Fixture.recorded) func transactionsAreTold(folder: String) throws {
        let mempool = try event("getmempoolinfo", folder, MempoolInfo.self)
        #expect(mempool.size == 19 && mempool.bytes == 19 * 96 && mempool.loaded)
        // 100 times each rate from 2 to 19, and 30.
        #expect(mempool.totalFee == 0.000219 || mempool.absent.contains("total_fee"))
        let estimate = try event("estimatesmartfee", folder, EstimateSmartFee.self)
        #expect(try #require(estimate.feeRate) >= 1 && estimate.blocks == 2 && estimate.errors.isEmpty)
        guard !(Fixture.lacking[folder]?.contains("getorphantxs") ?? false) else { return }
        let orphans = try event("getorphantxs", folder, OrphanTxs.self).orphans
        #expect(orphans.count == 1 && orphans[0].from.sorted() == [4, 5] && orphans[0].absent.isEmpty)
        let raw = try #require(orphans[0].transaction.raw)
        #expect(raw.count == Int(orphans[0].bytes))
        var reader = ByteReader(raw.span.bytes)
        #expect(try Transaction(payload: &reader) == orphans[0].transaction)
    }

    @Test(arguments: Fixture.recorded) func addressesAreTold(folder: String) throws {
        let banned = try event("listbanned", folder, BannedList.self).banned
        #expect(banned.map(\.address) == ["240.5.0.0/24", "3fff:5::/32"])
        #expect(banned.allSatisfy { ($0.bannedUntil ?? 0) - ($0.banCreated ?? 0) == 86_400 })
        let network = try event("getnetworkinfo", folder, NetworkInfo.self)
        #expect(network.connections == 6 && network.connectionsIn == 3 && network.connectionsOut == 3)
        #expect(
            network.localAddresses.map(\.address) == ["240.0.0.9"]
                && network.networks.map(\.name).prefix(3) == ["ipv4", "ipv6", "onion"])
        let zmq = try event("getzmqnotifications", folder, ZMQNotifications.self).notifications
        #expect(
            zmq.map(\.type) == ["pubhashtx", "pubrawblock", "pubsequence"]
                && zmq.map(\.highWaterMark) == [5000, 1000, 1000])
        let totals = try event("getnettotals", folder, NetTotals.self)
        #expect(totals.totalBytesSent > 10_000 && totals.uploadTarget.target == 500 << 20)
        guard !(Fixture.lacking[folder]?.contains("getrawaddrman") ?? false) else { return }
        let addrman = try event("getrawaddrman", folder, Addrman.self)
        let info = try event("getaddrmaninfo", folder, AddrManInfo.self).networks
        let entries = [addrman.new, addrman.tried].map { $0.flatMap { $0.value.entries.map(\.value) } }
        let all = try #require(info.first { $0.key == "all_networks" }?.value)
        #expect(entries.map(\.count) == [Int(all.new), Int(all.tried)])
        #expect(Set(entries[0].map(\.network)) == ["ipv4", "ipv6", "onion", "i2p", "cjdns"])
        #expect(entries.joined().allSatisfy { $0.services == 9 && !$0.address.isEmpty && !$0.source.isEmpty })
    }
}
