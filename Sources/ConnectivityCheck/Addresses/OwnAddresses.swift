import Daemon
import NIOCore
import Synchronization

/// The addresses of this host's interfaces.
///
/// What listens on a public one of them may be closed to the outside by a firewall, which does not see connections from here; and one that
/// is made from here does not tell whether others could make it.
final class OwnAddresses: Sendable {
    private let addresses: Mutex<Set<IPAddress>>

    init(_ addresses: Set<IPAddress> = []) { self.addresses = Mutex(addresses) }

    /// Asks the system for them; to be called now and then, since they change.
    func read() throws {
        var found: Set<IPAddress> = []
        for device in try System.enumerateDevices() {
            if let text = device.address?.ipAddress, let address = IPAddress(text) { found.insert(address) }
        }
        addresses.withLock { $0 = found }
    }

    func contains(_ target: Target) -> Bool {
        guard let address = target.ipAddress else { return false }
        return addresses.withLock { $0.contains(address) }
    }
}

extension Target {
    /// Nil of networks other than IPv4 and IPv6.
    fileprivate var ipAddress: IPAddress? {
        ipv4.map { IPAddress(ipv4: $0) } ?? ipv6.map { IPAddress(bits: $0) }
    }
}
