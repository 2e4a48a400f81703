package import PeerObserver

/// One event of every detail that a log line can have, built by hand.
package enum SampleLogDetails {
    package static let all: [LogEvent.Detail] = [
        .continuation(
            ContinuationLine(
                logTimestamp: 1, category: .validation, threadname: "msghand", logLevel: .debug, index: 5,
                categoryName: "kernel")),
        .nodeStarted(NodeStartedLine(name: "Bitcoin Core", version: "v31.0.0", build: "release build")),
        .nodeState(NodeStateLine(state: "stopped")),
        .initMessage(InitMessageLine(text: "Done loading")),
        .threadChange(ThreadChangeLine(name: "msghand", started: true)),
        .networkActive(NetworkActiveLine(active: true)),
        .logRateLimit(
            LogRateLimitLine(
                suppressed: true, sourceFile: "net_processing.cpp", sourceLine: 17, sourceFunction: "ProcessMessage",
                byteCount: 19, windowSeconds: 20)),
        .updateTip(
            UpdateTipLine(
                blockHash: hash(60), height: 22, version: 23, log2Work: 24.25, txCount: 25, blockTime: 26,
                progress: 27.25, cacheMib: 28.25, cacheTxoCount: 29,
                warning: "Unknown new rules activated (versionbit 28)", background: true)),
        .bestChain(BestChainLine(blockHash: hash(60), height: 33, blockTime: 34, progress: 35.25)),
        .headerSync(HeaderSyncLine(presync: true, height: 37, percent: 38.25)),
        .newHeader(
            NewHeaderLine(
                blockHash: hash(60), viaCompactBlock: true, height: 41, peerID: 42, peerAddr: "203.0.113.5:8333")),
        .invalidChain(InvalidChainLine(invalid: true, blockHash: hash(60), height: 46, log2Work: 47.25, blockTime: 48)),
        .blockRejected(
            BlockRejectedLine(stage: "connect", reason: "bad-blk-sigops, too many sigops", blockHash: hash(60))),
        .validationSignal(
            ValidationSignalLine(
                signal: "BlockConnected", enqueued: true, blockHash: hash(60), height: 55, forkHash: hash(61),
                inIbd: true, txid: hash(62), wtxid: hash(63), reason: "bad-blk-sigops, too many sigops",
                removedCount: 61)),
        .blockTiming(
            BlockTimingLine(
                step: "Connect block", durationMs: 63.25, totalS: 64.25, averageMs: 65.25, count: 66, perTxMs: 67.25,
                perInputMs: 68.25)),
        .blockTemplate(BlockTemplateLine(weight: 69, txCount: 70, fees: 71, sigops: 72)),
        .blockTemplateTiming(
            BlockTemplateTimingLine(
                selectionMs: 73.25, validityMs: 74.25, totalMs: 75.25, packageCount: 76, updatedDescendants: 77)),
        .timedStep(
            TimedStepLine(
                function: "FlushStateToDisk", title: "write block index to disk", completed: true, durationMs: 81.25)),
        .chainstateFlush(
            ChainstateFlushLine(mode: "PERIODIC", prune: true, large: true, critical: true, periodic: true)),
        .coinsCommit(CoinsCommitLine(changed: 87, total: 88)),
        .coinsBatch(CoinsBatchLine(final: true, mib: 90.25)),
        .compactBlockInit(CompactBlockInitLine(blockHash: hash(60), byteCount: 92, completed: true)),
        .blockReconstructed(
            BlockReconstructedLine(
                blockHash: hash(60), prefilledCount: 95, mempoolCount: 96, extraCount: 97, requestedCount: 98,
                mempoolIncludesExtra: true, prefilledBytes: 100, mempoolBytes: 101, extraBytes: 102, requestedBytes: 103
            )),
        .requiredTransaction(RequiredTransactionLine(blockHash: hash(60), txid: hash(62))),
        .blockTransactionsSent(
            BlockTransactionsSentLine(peerID: 106, blockHash: hash(60), txCount: 108, byteCount: 109)),
        .compactBlockProblem(CompactBlockProblemLine(peerID: 110, problem: "us a getblocktxn for a block > 10 deep")),
        .connectionAttempt(
            ConnectionAttemptLine(
                target: "[2001:db8::1]:8333", lastSeenHours: 113.25, transport: "v2",
                connectionType: "outbound-full-relay")),
        .connectionFailed(ConnectionFailedLine(target: "[2001:db8::1]:8333", error: "Connection reset by peer (104)")),
        .inboundConnection(
            InboundConnectionLine(
                address: "203.0.113.5:8333", accepted: true, reason: "bad-blk-sigops, too many sigops")),
        .peerAdded(PeerAddedLine(peerID: 121, address: "203.0.113.5:8333")),
        .versionReceived(
            VersionReceivedLine(
                userAgent: "/Satoshi:31.0.0/", version: 124, startHeight: 125, us: "198.51.100.1:8333", relay: true,
                peerID: 128, peerAddr: "203.0.113.5:8333", mappedAs: 130)),
        .versionSent(
            VersionSentLine(version: 131, startHeight: 132, relay: true, peerID: 134, them: "203.0.113.5:8333")),
        .peerConnected(
            PeerConnectedLine(
                connectionType: "outbound-full-relay", peerID: 137, version: 138, transport: "v2", startHeight: 140,
                peerAddr: "203.0.113.5:8333", mappedAs: 142)),
        .peerDisconnected(
            PeerDisconnectedLine(
                peerID: 143, reason: "bad-blk-sigops, too many sigops", peerAddr: "203.0.113.5:8333",
                error: "Connection reset by peer (104)")),
        .socketClosed(SocketClosedLine(peerID: 147, peerAddr: "203.0.113.5:8333")),
        .peerForgotten(PeerForgottenLine(peerID: 149)),
        .misbehaving(
            MisbehavingLine(peerID: 150, reason: "bad-blk-sigops, too many sigops", scoreBefore: 152, scoreAfter: 153)),
        .punishment(PunishmentLine(peerID: 154, outcome: "discouraged")),
        .peerMessage(PeerMessageLine(inbound: true, type: "inv", byteCount: 158, peerID: 159)),
        .addressesReceived(
            AddressesReceivedLine(addressCount: 160, processedCount: 161, rateLimitedCount: 162, peerID: 163)),
        .messageError(
            MessageErrorLine(
                stage: "connect", error: "Connection reset by peer (104)", peerID: 166, type: "inv", byteCount: 168)),
        .staleTip(StaleTipLine(seconds: 169)),
        .inventoryRequested(InventoryRequestedLine(type: "inv", hash: hash(68), peerID: 172, height: 173)),
        .blockReceived(BlockReceivedLine(blockHash: hash(60), peerID: 175)),
        .transactionAccepted(
            TransactionAcceptedLine(peerID: 176, txid: hash(62), wtxid: hash(63), mempoolCount: 179, mempoolKb: 180)),
        .transactionRejected(
            TransactionRejectedLine(
                peerID: 181, txid: hash(62), wtxid: hash(63), reason: "bad-blk-sigops, too many sigops")),
        .transactionReplaced(
            TransactionReplacedLine(
                replacedTxid: hash(64), replacementID: hash(65), replacedWtxid: hash(66), replacedFee: 188,
                replacedVsize: 189, replacementWtxid: hash(67), replacementFee: 191, replacementVsize: 192,
                packageCount: 193, additionalFee: 194, deltaBytes: 195)),
        .mempoolReplacement(
            MempoolReplacementLine(replacedCount: 196, newCount: 197, additionalFee: 198, deltaBytes: 199)),
        .mempoolTrimmed(MempoolTrimmedLine(removedCount: 200, minFeeRate: 201)),
        .mempoolExpired(MempoolExpiredLine(removedCount: 202)),
        .mempoolDumped(MempoolDumpedLine(copyS: 203.25, dumpS: 204.25, byteCount: 205)),
        .orphan(
            OrphanLine(
                action: "stored", txid: hash(62), wtxid: hash(63), peerID: 209,
                reason: "bad-blk-sigops, too many sigops", weight: 211)),
        .orphansErased(OrphansErasedLine(cause: "overflow", count: 213, peerID: 214)),
        .addrmanAdded(
            AddrmanAddedLine(addedCount: 215, totalCount: 216, source: "198.51.100.1", triedCount: 218, newCount: 219)),
        .addrmanEntry(
            AddrmanEntryLine(
                action: "stored", address: "203.0.113.5:8333", bucket: 222, position: 223, mappedAs: 224,
                fromBucket: 225, fromPosition: 226)),
        .addrmanCollision(
            AddrmanCollisionLine(existing: "192.0.2.1:8333", candidate: "203.0.113.5:8333", collisionCount: 229)),
        .addrmanReplaced(
            AddrmanReplacedLine(replaced: "192.0.2.1:8333", replacement: "203.0.113.5:8333", tested: true)),
        .addrmanSelected(AddrmanSelectedLine(address: "203.0.113.5:8333", table: "new")),
        .torControl(TorControlLine(event: "created", text: "Done loading", address: "203.0.113.5:8333")),
        .i2pSession(
            I2PSessionLine(
                event: "created", sessionType: "transient", sessionID: "0123456789", address: "203.0.113.5:8333",
                error: "Connection reset by peer (104)")),
        .proxyConnection(
            ProxyConnectionLine(
                event: "created", target: "[2001:db8::1]:8333", proxy: "127.0.0.1:9050",
                error: "Connection reset by peer (104)")),
    ]

    private static func hash(_ value: UInt8) -> String { SampleMessages.hash(value).description }
}
