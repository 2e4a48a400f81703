import Daemon
import PeerObserver

/// What is known of addresses: the lists they are on, and their autonomous systems. Made anew when a file has changed.
struct NetworkLists: Sendable {
    private let lists: IPListSet
    private let asmap: ASMap?
    /// The bit of LinkingLion's list.
    let linkingLion: UInt32

    /// - Parameter lists: given by the user; one of a built-in name takes its place.
    init(_ lists: [(name: String, prefixes: [IPPrefix])] = [], asmap: ASMap? = nil) {
        var all = lists
        for (name, prefixes) in Self.builtIn where !lists.contains(where: { $0.name == name }) {
            all.append((name, prefixes))
        }
        self.lists = IPListSet(all)
        self.asmap = asmap
        linkingLion = self.lists.names.firstIndex(of: LinkingLion.name).map { 1 << UInt32($0) } ?? 0
    }

    static let builtIn = [
        (LinkingLion.name, LinkingLion.prefixes), (LinkingLion.namePre2026, LinkingLion.prefixesPre2026),
    ]

    var names: [String] { self.lists.names }

    func mask(of address: IPAddress) -> UInt32 { lists.lists(of: address) }

    func names(of address: IPAddress) -> [String] {
        let mask = lists.lists(of: address)
        return mask == 0
            ? [] : self.lists.names.indices.filter { mask >> UInt32($0) & 1 == 1 }.map { self.lists.names[$0] }
    }

    /// 0 without an asmap, or where it has none.
    func autonomousSystem(of address: IPAddress) -> UInt32 { asmap?.number(of: address) ?? 0 }
}

/// The lists, and what has been looked up in them.
struct KnownNetworks: Sendable {
    let lists: NetworkLists
    private var memory = ListMemory()

    init(_ lists: NetworkLists) { self.lists = lists }

    /// - Parameter range: where the peer's address stands.
    @inline(__always)
    mutating func isLinkingLion(_ input: RawSpan, _ range: Range<Int>) -> Bool {
        memory.isListed(input, range, bit: lists.linkingLion, in: lists)
    }
}

/// Remembers for addresses of late whether they are on a list: messages come from few peers, and each names its address.
struct ListMemory: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64 = 0
        var isListed = false
    }

    private var entries = [Entry](repeating: Entry(), count: 1 << 13)
    // Not known to peers, so that none can choose an address that shares a place with another's.
    private let seed = UInt64.random(in: .min ... .max)

    /// Whether the address at `range` is on the list of `bit`.
    @inline(__always)
    mutating func isListed(_ input: RawSpan, _ range: Range<Int>, bit: UInt32, in lists: NetworkLists) -> Bool {
        let hash = hash(input, range)
        let place = Int(truncatingIfNeeded: hash & UInt64(entries.count - 1))
        if entries[place].hash != hash {
            let isListed = IPAddress(input.bytes(range)).map { lists.mask(of: $0) & bit != 0 } ?? false
            entries[place] = Entry(hash: hash, isListed: isListed)
        }
        return entries[place].isListed
    }

    @inline(__always)
    private func hash(_ input: RawSpan, _ range: Range<Int>) -> UInt64 {
        var hash = seed ^ UInt64(range.count)
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            // In bounds: eight bytes are left of a range of the input.
            hash = Self.mix(hash ^ input.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
            position += 8
        }
        var rest: UInt64 = 0
        while position < range.upperBound {
            rest = rest << 8 | UInt64(input.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self))
            position += 1
        }
        return Self.mix(hash ^ rest) | 1
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
        return product.high ^ product.low
    }
}
