import PeerObserver

extension RPC {
    static let getPeerInfo = RPC("getpeerinfo") { reader throws(JSONError) in
        let infos = try reader.array { reader throws(JSONError) -> PeerInfo? in try reader.object(PeerInfo.self) }
        return infos.map { .peerInfos(PeerInfos(infos: $0)) }
    }
}

extension PeerInfo: TellsAbsent {
    static let fields: [RPCField<PeerInfo>] = [
        .init("id", \.id), .init("addr", "address", \.address), .init("addrbind", "address_bind", \.addressBind),
        .init("addrlocal", "address_local", \.addressLocal), .init("network", \.network),
        .init("mapped_as", \.mappedAs), .init("services", \.services), .init("servicesnames", list: \.servicesNames),
        .init("relaytxes", "relay_transactions", \.relayTransactions),
        .init("last_inv_sequence", optional: \.lastInvSequence), .init("inv_to_send", \.invToSend),
        .init("lastsend", "last_send", \.lastSend), .init("lastrecv", "last_received", \.lastReceived),
        .init("last_transaction", \.lastTransaction), .init("last_block", \.lastBlock),
        .init("bytessent", "bytes_sent", \.bytesSent), .init("bytesrecv", "bytes_received", \.bytesReceived),
        .init("conntime", "connection_time", \.connectionTime), .init("timeoffset", "time_offset", \.timeOffset),
        .init("pingtime", "ping_time", \.pingTime), .init("minping", "minimum_ping", \.minimumPing),
        .init("pingwait", "ping_wait", \.pingWait), .init("version", \.version),
        .init("subver", "subversion", \.subversion), .init("inbound", \.inbound),
        .init("bip152_hb_to", \.bip152HbTo), .init("bip152_hb_from", \.bip152HbFrom),
        .init("startingheight", "starting_height", \.startingHeight),
        .init("presynced_headers", optional: \.presyncedHeaders), .init("synced_headers", \.syncedHeaders),
        .init("synced_blocks", \.syncedBlocks), .init("inflight", list: \.inflight),
        .init("addr_relay_enabled", \.addrRelayEnabled), .init("addr_processed", \.addrProcessed),
        .init("addr_rate_limited", \.addrRateLimited), .init("permissions", list: \.permissions),
        // BTC per 1000 virtual bytes here, unlike every other fee rate: upstream's dashboards count on it.
        .init("minfeefilter", \.minfeefilter), .init("bytessent_per_msg", map: \.bytesSentPerMessage),
        .init("bytesrecv_per_msg", map: \.bytesReceivedPerMessage),
        .init("connection_type", \.connectionType),
        .init("transport_protocol_type", \.transportProtocolType), .init("session_id", optional: \.sessionID),
        .init("cpu_load", \.cpuLoad),
    ]
}
