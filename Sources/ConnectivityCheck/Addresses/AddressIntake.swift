import Daemon
import PeerObserver
import Synchronization

/// Finds announced addresses among events, on the bus's thread.
final class AddressIntake: MessageHandler {
    private let filter: AddressFilter
    private let exits: TorExits
    private let metrics: ConnectivityMetrics
    private let accept: @Sendable ([Announcement]) -> Void

    /// - Parameter accept: Takes addresses to try.
    init(
        filter: AddressFilter, exits: TorExits, metrics: ConnectivityMetrics,
        accept: @escaping @Sendable ([Announcement]) -> Void
    ) {
        self.filter = filter
        self.exits = exits
        self.metrics = metrics
        self.accept = accept
    }

    func receive(subject: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) -> LossReason? {
        do throws(WireError) {
            guard try AddressFilter.announces(RawSpan(_unsafeBytes: payload)) else { return nil }
            let event = try Event(decoding: payload)
            guard case .ebpfExtractor(let ebpf) = event.payload, case .message(let message) = ebpf.event else {
                return nil
            }
            take(message, at: event.timestamp, node: Subject.node(subject))
            return nil
        } catch {
            return .undecodable
        }
    }

    private func take(_ message: MessageEvent, at time: UInt64, node: String?) {
        guard message.meta.inbound else { return }
        let (addresses, isV2): ([Address], Bool)
        switch message.message {
        case .addr(let addr): (addresses, isV2) = (addr.addresses, false)
        case .addrv2(let addr): (addresses, isV2) = (addr.addresses, true)
        default: return
        }
        metrics.announced.increment(by: UInt64(addresses.count))
        if let reason = filter.refusal(ofMessageWith: addresses.count) {
            metrics.skippedMessages.increment()
            return metrics.skip(reason, UInt64(addresses.count))
        }
        let host = AnnouncementSource.host(of: message.meta.addr)
        let source = AnnouncementSource(
            address: message.meta.addr, peerID: message.meta.peerID, node: node, receivedAt: time, isV2: isV2,
            isTorExit: exits.contains(host))
        var accepted: [Announcement] = []
        for address in addresses {
            do throws(SkipReason) {
                accepted.append(
                    Announcement(
                        target: try filter.target(of: address), timestamp: address.timestamp,
                        services: address.services, source: source))
            } catch {
                metrics.skip(error)
            }
        }
        if !accepted.isEmpty { accept(accepted) }
    }
}

/// Decides which announced addresses are tried.
struct AddressFilter: Sendable {
    /// Addresses that are not of the public internet, too, and this host's own.
    var allowsPrivate = false
    /// Networks that are reached through a proxy.
    var proxied: Set<Target.Network> = []
    var own = OwnAddresses()

    /// Entries of a full answer to `getaddr`, and the most that a node takes (Core's `MAX_ADDR_TO_SEND`).
    static let getaddrReply = 1000

    func refusal(ofMessageWith count: Int) -> SkipReason? {
        count == Self.getaddrReply ? .getaddrReply : count > Self.getaddrReply ? .oversizedMessage : nil
    }

    func target(of address: Address) throws(SkipReason) -> Target {
        let target = try Target(address)
        switch target.network {
        case .ipv4, .ipv6: break
        case .torV3, .i2p, .cjdns: guard proxied.contains(target.network) else { throw .noProxy }
        }
        guard allowsPrivate || (target.isPublic && !own.contains(target)) else { throw .unroutable }
        return target
    }

    /// Whether an event holds an `addr` or `addrv2` message: most events do not, and are not decoded.
    static func announces(_ event: RawSpan) throws(WireError) -> Bool {
        var reader = WireReader(event)
        while let tag = try reader.nextTag() {
            // Event.ebpf_extractor, ebpf.message, MessageEvent.addr and addrv2.
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            var ebpf = try reader.message()
            while let tag = try ebpf.nextTag() {
                guard tag == 10 else {
                    try ebpf.skip(tag)
                    continue
                }
                var message = try ebpf.message()
                while let tag = try message.nextTag() {
                    if tag == 66 || tag == 74 { return true }
                    try message.skip(tag)
                }
            }
        }
        return false
    }
}
