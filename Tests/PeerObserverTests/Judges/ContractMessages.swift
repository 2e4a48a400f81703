import PeerObserver

/// The Swift type of every message of the contract, by its proto name.
enum ContractMessages {
    static let types: [String: any WireMessage.Type] = [
        "header.ArchiveHeader": ArchiveHeader.self,
        "bitcoin_primitives.Transaction": Transaction.self,
        "bitcoin_primitives.BlockHeader": BlockHeader.self,
        "bitcoin_primitives.Address": Address.self,
        "bitcoin_primitives.UnknownAddress": UnknownAddress.self,
        "bitcoin_primitives.InventoryItem": InventoryItem.self,
        "bitcoin_primitives.UnknownItem": UnknownItem.self,
        "bitcoin_primitives.PrefilledTransaction": PrefilledTransaction.self,
        "ebpf_extractor.ebpf": EBPFEvent.self,
        "ebpf_extractor.addrman.AddrmanEvent": AddrmanEvent.self,
        "ebpf_extractor.addrman.InsertNew": InsertNew.self,
        "ebpf_extractor.addrman.InsertTried": InsertTried.self,
        "ebpf_extractor.connection.ConnectionEvent": ConnectionEvent.self,
        "ebpf_extractor.connection.Connection": Connection.self,
        "ebpf_extractor.connection.ClosedConnection": ClosedConnection.self,
        "ebpf_extractor.connection.EvictedInboundConnection": EvictedInboundConnection.self,
        "ebpf_extractor.connection.InboundConnection": InboundConnection.self,
        "ebpf_extractor.connection.OutboundConnection": OutboundConnection.self,
        "ebpf_extractor.connection.MisbehavingConnection": MisbehavingConnection.self,
        "ebpf_extractor.mempool.MempoolEvent": MempoolEvent.self,
        "ebpf_extractor.mempool.Added": MempoolAdded.self,
        "ebpf_extractor.mempool.Removed": MempoolRemoved.self,
        "ebpf_extractor.mempool.Replaced": MempoolReplaced.self,
        "ebpf_extractor.mempool.Rejected": MempoolRejected.self,
        "ebpf_extractor.message.Metadata": MessageMetadata.self,
        "ebpf_extractor.message.MessageEvent": MessageEvent.self,
        "ebpf_extractor.message.Malformed": Malformed.self,
        "ebpf_extractor.message.Ping": Ping.self,
        "ebpf_extractor.message.Pong": Pong.self,
        "ebpf_extractor.message.Inv": Inv.self,
        "ebpf_extractor.message.GetData": GetData.self,
        "ebpf_extractor.message.NotFound": NotFound.self,
        "ebpf_extractor.message.Tx": Tx.self,
        "ebpf_extractor.message.Headers": Headers.self,
        "ebpf_extractor.message.Addr": Addr.self,
        "ebpf_extractor.message.AddrV2": AddrV2.self,
        "ebpf_extractor.message.FeeFilter": FeeFilter.self,
        "ebpf_extractor.message.GetHeaders": GetHeaders.self,
        "ebpf_extractor.message.GetBlocks": GetBlocks.self,
        "ebpf_extractor.message.Version": Version.self,
        "ebpf_extractor.message.CompactBlock": CompactBlock.self,
        "ebpf_extractor.message.SendCompact": SendCompact.self,
        "ebpf_extractor.message.GetBlockTxn": GetBlockTxn.self,
        "ebpf_extractor.message.BlockTxn": BlockTxn.self,
        "ebpf_extractor.message.Block": Block.self,
        "ebpf_extractor.message.Alert": Alert.self,
        "ebpf_extractor.message.FilterAdd": FilterAdd.self,
        "ebpf_extractor.message.FilterLoad": FilterLoad.self,
        "ebpf_extractor.message.MerkleBlock": MerkleBlock.self,
        "ebpf_extractor.message.GetCFCheckpt": GetCFCheckpt.self,
        "ebpf_extractor.message.CFCheckpt": CFCheckpt.self,
        "ebpf_extractor.message.GetCFHeaders": GetCFHeaders.self,
        "ebpf_extractor.message.CFHeaders": CFHeaders.self,
        "ebpf_extractor.message.GetCFilter": GetCFilter.self,
        "ebpf_extractor.message.CFilter": CFilter.self,
        "ebpf_extractor.message.Unknown": UnknownMessage.self,
        "ebpf_extractor.message.Reject": Reject.self,
        "ebpf_extractor.message.SendTxRcncl": SendTxRcncl.self,
        "ebpf_extractor.message.Feature": Feature.self,
        "ebpf_extractor.utxocache.UTXOCacheEvent": UTXOCacheEvent.self,
        "ebpf_extractor.utxocache.Flush": UTXOCacheFlush.self,
        "ebpf_extractor.utxocache.Uncache": UTXOCacheUncache.self,
        "ebpf_extractor.validation.ValidationEvent": ValidationEvent.self,
        "ebpf_extractor.validation.BlockConnected": BlockConnected.self,
        "event.Event": Event.self,
        "ipc_extractor.ipc": IPCEvent.self,
        "ipc_extractor.BlockTip": BlockTip.self,
        "log_extractor.log": LogEvent.self,
        "log_extractor.UnknownLogMessage": UnknownLogMessage.self,
        "log_extractor.BlockConnectedLog": BlockConnectedLog.self,
        "log_extractor.BlockCheckedLog": BlockCheckedLog.self,
        "p2p_extractor.p2p": P2PEvent.self,
        "p2p_extractor.BlockAnnouncement": BlockAnnouncement.self, "p2p_extractor.Handshake": P2PHandshake.self,
        "p2p_extractor.Disconnect": P2PDisconnect.self,
        "p2p_extractor.PingDuration": PingDuration.self,
        "p2p_extractor.AddressAnnouncement": AddressAnnouncement.self,
        "p2p_extractor.InventoryAnnouncement": InventoryAnnouncement.self,
        "rpc_extractor.rpc": RPCEvent.self,
        "rpc_extractor.PeerInfos": PeerInfos.self,
        "rpc_extractor.PeerInfo": PeerInfo.self,
        "rpc_extractor.MempoolInfo": MempoolInfo.self,
        "rpc_extractor.NetTotals": NetTotals.self,
        "rpc_extractor.UploadTarget": UploadTarget.self,
        "rpc_extractor.MemoryInfo": MemoryInfo.self,
        "rpc_extractor.AddrManInfo": AddrManInfo.self,
        "rpc_extractor.AddrManInfoNetwork": AddrManInfoNetwork.self,
        "rpc_extractor.ChainTxStats": ChainTxStats.self,
        "rpc_extractor.NetworkInfo": NetworkInfo.self,
        "rpc_extractor.NetworkInfoNetwork": NetworkInfoNetwork.self,
        "rpc_extractor.NetworkInfoLocalAddress": NetworkInfoLocalAddress.self,
        "rpc_extractor.BlockchainInfo": BlockchainInfo.self,
        "rpc_extractor.OrphanTxs": OrphanTxs.self,
        "rpc_extractor.OrphanTx": OrphanTx.self,
        "rpc_extractor.Addrman": Addrman.self,
        "rpc_extractor.AddrmanBucket": AddrmanBucket.self,
        "rpc_extractor.AddrmanEntry": AddrmanEntry.self,
        "rpc_extractor.EstimateSmartFee": EstimateSmartFee.self,
    ]

    /// What decoding and encoding again gives, and the message as JSON with hex text.
    static func pass(_ bytes: [UInt8], through type: any WireMessage.Type) throws -> (bytes: [UInt8], json: [UInt8]) {
        let message = try type.init(decoding: bytes)
        return (message.encoded(), json(message))
    }

    static func json(_ message: some WireMessage, form: JSONVisitor.Form = .hex) -> [UInt8] {
        var visitor = JSONVisitor(form: form)
        message.visit(&visitor)
        return visitor.output.array
    }

    static func text(_ message: some WireMessage) -> String {
        var visitor = TextVisitor()
        message.visit(&visitor)
        return String(decoding: visitor.output.array, as: UTF8.self)
    }
}
