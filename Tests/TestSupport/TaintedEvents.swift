package import PeerObserver

/// Events with every taint in fields of each sort: addresses, text of peers, text of debug.log, bytes, hashes.
package enum TaintedEvents {
    package static let all: [SampleEvents.Sample] = Taint.all.flatMap { taint in
        let isOwn = Taint.own.contains { $0.bytes == taint.bytes }
        return (taint.values + (isOwn ? taint.hiddenValues : [])).flatMap(texts) + hosts(taint)
            + (isOwn ? bytes(taint) : [])
    }

    package static func connection(from address: String) -> Event {
        let connection = Connection(peerID: 7, addr: address, connType: .inbound, network: 1)
        return SampleEvents.ebpf(
            .connection(
                ConnectionEvent(event: .inbound(InboundConnection(conn: connection, existingConnections: 1)))))
    }

    package static func json(_ event: Event) -> String {
        var visitor = JSONVisitor(form: .browser)
        event.visit(&visitor)
        return String(decoding: visitor.output.array, as: UTF8.self)
    }

    /// A text that a peer or the node wrote, where such text goes.
    private static func texts(_ text: String) -> [SampleEvents.Sample] {
        let line = LogEvent.Kind.unknownLogMessage(UnknownLogMessage(rawMessage: text))
        var version = SampleEvents.handshake.version
        version.userAgent = text
        return [
            ("log-extractor", SampleEvents.event(.logExtractor(SampleEvents.log(line)))),
            ("netmsg", SampleEvents.message(.version(version))),
            ("netmsg", SampleEvents.message(.unknown(UnknownMessage(command: text, payload: [])))),
            (
                "netconn",
                SampleEvents.ebpf(
                    .connection(ConnectionEvent(event: .misbehaving(MisbehavingConnection(id: 1, message: text)))))
            ),
        ]
    }

    /// The address where addresses go.
    private static func hosts(_ taint: Taint) -> [SampleEvents.Sample] {
        let text = taint.address
        let host: Address.Host =
            switch (taint.name, taint.bytes.count) {
            case ("torv2", _): .torv2(text)
            case ("torv3", _): .torv3(text)
            case ("i2p", _): .i2p(text)
            case (_, 4): .ipv4(text)
            default: .ipv6(text)
            }
        let address = Address(timestamp: 1, host: host, port: 48211, services: 1)
        let withPort = text.contains(":") ? "[\(text)]:48211" : "\(text):48211"
        var peer = PeerInfo()
        (peer.address, peer.addressBind, peer.addressLocal) = (withPort, withPort, withPort)
        return [
            ("netmsg", SampleEvents.message(.addrv2(AddrV2(addresses: [address])))),
            ("netconn", connection(from: withPort)),
            ("rpc", SampleEvents.event(.rpcExtractor(RPCEvent(event: .peerInfos(PeerInfos(infos: [peer])))))),
        ]
    }

    /// The address as bytes where bytes go.
    private static func bytes(_ taint: Taint) -> [SampleEvents.Sample] {
        let unknown = taint.bytesValues(count: nil).map {
            SampleEvents.message(.unknown(UnknownMessage(command: "x", payload: $0)))
        }
        let hashes = taint.bytesValues(count: 32).compactMap { Hash256($0) }.map {
            SampleEvents.message(.inv(Inv(items: [InventoryItem(item: .wtx($0))])))
        }
        return (unknown + hashes).map { ("netmsg", $0) }
    }
}
