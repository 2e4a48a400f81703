import Daemon

/// The address ranges of LinkingLion, an entity that connects to every node and listens, as its observers have published them.
enum LinkingLion {
    static let name = "linkinglion"
    static let prefixes = ["143.20.137.0/24", "31.58.215.0/24", "87.229.79.0/24", "2602:f5c0::/32"].compactMap {
        IPPrefix($0)
    }

    /// Until the end of 2025.
    static let namePre2026 = "linkinglion-pre2026"
    static let prefixesPre2026 = ["162.218.65.0/24", "209.222.252.0/24", "91.198.115.0/24", "2604:d500:4::/48"]
        .compactMap { IPPrefix($0) }
}
