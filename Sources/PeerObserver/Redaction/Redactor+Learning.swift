/// Where events tell an own address.
extension Redactor {
    mutating func learn(_ event: Event) {
        switch event.payload {
        case .ebpfExtractor(let ebpf):
            if case .message(let message) = ebpf.event { learn(message, at: event.timestamp) }
        case .rpcExtractor(let rpc): learn(rpc)
        case .p2pExtractor(let p2p): learn(p2p, at: event.timestamp)
        case .logExtractor(let log): learn(log)
        case .ipcExtractor, .connectivityCheck, .alerts, nil: break
        }
    }

    /// Both sides' `version`, and what the node announces of itself.
    private mutating func learn(_ event: MessageEvent, at time: UInt64) {
        switch event.message {
        case .version(let version):
            if event.meta.inbound {
                learn(version.receiver.host, .peer)
            } else {
                learn(version.sender.host, .trusted)
            }
        case .addr(let addr) where !event.meta.inbound: learnAnnounced(addr.addresses, at: time)
        case .addrv2(let addr) where !event.meta.inbound: learnAnnounced(addr.addresses, at: time)
        default: break
        }
    }

    /// The node announces itself with the current time (Core's `MaybeSendAddr`). A peer's address that it passes on can
    /// have the same, so this is a peer's word.
    private mutating func learnAnnounced(_ addresses: [Address], at time: UInt64) {
        let seconds = Int64(clamping: time / 1000)
        for address in addresses where abs(Int64(address.timestamp) - seconds) <= 1 { learn(address.host, .peer) }
    }

    private mutating func learn(_ event: P2PEvent, at time: UInt64) {
        if let address = event.address { learn(address, .trusted) }
        switch event.event {
        case .addressAnnouncement(let announcement): learnAnnounced(announcement.addresses, at: time)
        case .handshake(let handshake):
            learn(handshake.version.sender.host, .trusted)
            learn(handshake.version.receiver.host, .trusted)
        default: break
        }
    }

    private mutating func learn(_ event: RPCEvent) {
        switch event.event {
        case .networkInfo(let info):
            for local in info.localAddresses { learn(local.address, .trusted) }
            for network in info.networks { learn(network.proxy, .trusted) }
        case .peerInfos(let peers):
            for peer in peers.infos {
                learn(peer.addressBind, .trusted)
                learn(peer.addressLocal, .peer)
            }
        default: break
        }
    }

    private mutating func learn(_ event: LogEvent) {
        switch event.detail {
        case .versionReceived(let line): learn(line.us, .peer)
        case .torControl(let line):
            if let address = line.address { learn(address, .trusted) }
        case .i2pSession(let line) where line.event == "created":
            if let address = line.address { learn(address, .trusted) }
        case .proxyConnection(let line):
            if let proxy = line.proxy { learn(proxy, .trusted) }
        default: break
        }
        guard case .unknownLogMessage(let line) = event.event else { return }
        // Core's net.cpp: AddLocal(1.2.3.4:8333,1) and Bound to 1.2.3.4:8333
        for beginning in ["AddLocal(", "Bound to "] where line.rawMessage.hasPrefix(beginning) {
            let rest = line.rawMessage.utf8.dropFirst(beginning.utf8.count)
            learn(
                String(decoding: rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }, as: UTF8.self),
                .trusted)
        }
    }

    private mutating func learn(_ host: Address.Host?, _ source: OwnAddresses.Source) {
        switch host {
        case .ipv4(let text), .ipv6(let text), .torv2(let text), .torv3(let text), .i2p(let text), .cjdns(let text):
            learn(text, source)
        case .unknown, nil: break
        }
    }

    /// - Parameter text: an address, with or without port; names are not learnt.
    private mutating func learn(_ text: String, _ source: OwnAddresses.Source) {
        if text.isEmpty { return }
        let address = HostAddress(text: AddressParts(Array(text.utf8)[...]).host)
        if address.network != .name { insertOwn(address, source) }
    }
}
