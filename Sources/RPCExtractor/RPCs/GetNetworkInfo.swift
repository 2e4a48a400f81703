import PeerObserver

extension RPC {
    static let getNetworkInfo = RPC("getnetworkinfo") { reader throws(JSONError) in
        try reader.object(NetworkInfo.self).map { .networkInfo($0) }
    }
}

extension NetworkInfo: TellsAbsent {
    static let fields: [RPCField<NetworkInfo>] = [
        .init("version", \.version), .init("subversion", \.subversion),
        .init("protocolversion", "protocol_version", \.protocolVersion),
        .init("localservices", "local_services", \.localServices),
        .init("localservicesnames", list: \.localServicesNames), .init("localrelay", "local_relay", \.localRelay),
        .init("timeoffset", "time_offset", \.timeOffset), .init("connections", \.connections),
        .init("connections_in", \.connectionsIn), .init("connections_out", \.connectionsOut),
        .init("networkactive", "network_active", \.networkActive), .init("networks", objects: \.networks),
        .init("relayfee", "relay_fee", feeRate: \.relayFee),
        .init("incrementalfee", "incremental_fee", feeRate: \.incrementalFee),
        .init("localaddresses", objects: \.localAddresses), .init(warnings: \.warnings),
    ]
}

extension NetworkInfoNetwork: RPCObject {
    static let fields: [RPCField<NetworkInfoNetwork>] = [
        .init("name", \.name), .init("limited", \.limited), .init("reachable", \.reachable), .init("proxy", \.proxy),
        .init("proxy_randomize_credentials", \.proxyRandomizeCredentials),
    ]
}

extension NetworkInfoLocalAddress: RPCObject {
    static let fields: [RPCField<NetworkInfoLocalAddress>] = [
        .init("address", \.address), .init("port", \.port), .init("score", \.score),
    ]
}
