import PeerObserver

/// What the node tells our own P2P client.
struct P2PExtractorMetrics: Sendable {
    private let group: MetricGroup
    private let ping, addressCount, inventorySize, feeFilter: GaugeSlot
    private let pingSeconds: HistogramSlot
    private let addresses, addressMessages, smallAddressMessages: CounterSlot
    private let inventoryItems, inventoryMessages, feeFilterMessages: CounterSlot
    private let blocks: CounterSlot
    private let handshakeSeconds: HistogramSlot
    private let disconnects: TextCounter

    init(_ layout: inout MetricLayout) {
        group = layout.group("p2p-extractor", expires: true)
        ping = layout.gauge(
            "p2pextractor_ping_duration_nanoseconds", "Nanoseconds that the node took for the last answer to a ping.")
        pingSeconds = layout.histogram(
            "p2pextractor_ping_seconds", "Seconds from a ping to the node's pong: the backlog of its message handling.",
            bounds: Bounds.pingSeconds)
        addresses = layout.counter(
            "p2pextractor_addrv2relay_addresses", "Addresses that the node announced, by network.",
            by: Labels.addressNetwork)
        addressMessages = layout.counter("p2pextractor_addrv2relay_messages", "addrv2 messages of the node.")
        smallAddressMessages = layout.counter(
            "p2pextractor_addrv2relay_messages_10_or_less_entries",
            "addrv2 messages of the node with at most ten addresses.")
        addressCount = layout.gauge("p2pextractor_addrv2relay_size", "Addresses of the node's last addrv2 message.")
        inventoryItems = layout.counter(
            "p2pextractor_invs_items", "Entries of the node's inv messages, by type.", by: Labels.inventoryType)
        inventoryMessages = layout.counter("p2pextractor_invs_messages", "inv messages of the node.")
        inventorySize = layout.gauge("p2pextractor_invs_size", "Entries of the node's last inv message.")
        feeFilterMessages = layout.counter("p2pextractor_feefilter_messages", "feefilter messages of the node.")
        feeFilter = layout.gauge(
            "p2pextractor_feefilter_last", "The node's last feefilter, in satoshi per 1000 virtual bytes.")
        layout.group("p2p-extractor.*")
        blocks = layout.counter(
            "p2pextractor_block_announcements_total", "Blocks that the node announced by itself, by its message.",
            by: MetricLabel("via", ["inv", "headers", "cmpctblock", "other"]))
        handshakeSeconds = layout.histogram(
            "p2pextractor_handshake_seconds", "Seconds from a connection of the node to its verack.",
            bounds: Bounds.pingSeconds)
        disconnects = layout.counter(
            "p2pextractor_disconnections_total", "Connections of the node that ended, by reason.", text: "reason")
    }

    func collect(_ event: P2PEvent, _ node: inout NodeState) {
        node.store.refresh(group)
        switch event.event {
        case .pingDuration(let event):
            node.store.set(ping, to: event.duration)
            node.store.observe(Double(event.duration) / 1e9, in: pingSeconds)
        case .addressAnnouncement(let event):
            for address in event.addresses { node.store.add(to: addresses, Self.network(address.host)) }
            node.store.add(to: addressMessages)
            if event.addresses.count <= 10 { node.store.add(to: smallAddressMessages) }
            node.store.set(addressCount, to: event.addresses.count)
        case .inventoryAnnouncement(let event):
            for item in event.inventory { node.store.add(to: inventoryItems, Self.type(item.item)) }
            node.store.add(to: inventoryMessages)
            node.store.set(inventorySize, to: event.inventory.count)
        case .feefilterAnnouncement(let fee):
            node.store.add(to: feeFilterMessages)
            node.store.set(feeFilter, to: fee)
        case .blockAnnouncement(let event):
            node.store.add(to: blocks, 0...2 ~= event.via.rawValue ? Int(event.via.rawValue) : 3)
        case .handshake(let event): node.store.observe(Double(event.duration) / 1e9, in: handshakeSeconds)
        case .disconnect(let event): node.store.add(to: disconnects, event.reason)
        case nil: break
        }
    }

    private static func network(_ host: Address.Host?) -> Int {
        switch host {
        case .ipv4: 0
        case .ipv6: 1
        case .torv2: 2
        case .torv3: 3
        case .i2p: 4
        case .cjdns: 5
        case .unknown, nil: 6
        }
    }

    private static func type(_ item: InventoryItem.Item?) -> Int {
        switch item {
        case .transaction: 0
        case .block: 1
        case .wtx: 2
        case .witnessTransaction: 3
        case .witnessBlock: 4
        case .compactBlock: 5
        case .unknown: 6
        case .error, nil: 7
        }
    }
}
