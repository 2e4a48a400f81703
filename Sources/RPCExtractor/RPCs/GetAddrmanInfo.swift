import PeerObserver

extension RPC {
    static let getAddrmanInfo = RPC("getaddrmaninfo") { reader throws(JSONError) in
        let networks = try reader.map { reader throws(JSONError) -> AddrManInfoNetwork? in
            try reader.object(AddrManInfoNetwork.self)
        }
        return networks.map { .addrmanInfo(AddrManInfo(networks: $0)) }
    }
}

extension AddrManInfoNetwork: RPCObject {
    static let fields: [RPCField<AddrManInfoNetwork>] = [
        .init("new", \.new), .init("tried", \.tried), .init("total", \.total),
    ]
}
