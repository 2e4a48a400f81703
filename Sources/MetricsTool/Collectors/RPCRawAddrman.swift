import PeerObserver

/// getrawaddrman: read from the wire entry by entry, since an answer has some 70,000 of them.
struct RPCRawAddrman: Sendable {
    private let group: MetricGroup
    private let ports, serviceBits, services, systems, sources, sourceSystems: GaugeTable
    private let added, replaced, changedServices, changedTimes: CounterSlot

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc: getrawaddrman", expires: true)
        let prefix = "rpc_getrawaddrman_"
        ports = layout.gauge(prefix + "ports", "Addresses by port.", text: "table", "port")
        serviceBits = layout.gauge(
            prefix + "service_bits", "Addresses by service bit set, numbered from 1.", text: "table", "service_bit")
        services = layout.gauge(prefix + "services", "Addresses by services.", text: "table", "service")
        systems = layout.gauge(
            prefix + "distinct_asns", "Different autonomous systems of addresses, where the node has an asmap.",
            text: "table")
        sources = layout.gauge(prefix + "distinct_sources", "Different sources of addresses.", text: "table")
        sourceSystems = layout.gauge(
            prefix + "distinct_source_asn", "Different autonomous systems of sources, where the node has an asmap.",
            text: "table")
        added = layout.counter(prefix + "added_entry", "Places that were empty in the answer before.", by: Labels.table)
        replaced = layout.counter(
            prefix + "replaced_entry", "Places that held another address in the answer before.", by: Labels.table)
        changedServices = layout.counter(
            prefix + "changed_services", "Addresses whose services have changed since the answer before.",
            by: Labels.table)
        changedTimes = layout.counter(
            prefix + "changed_timestamps", "Addresses whose time has changed since the answer before.", by: Labels.table
        )
    }

    /// What one table of an answer adds up to.
    private struct Sums {
        var ports: [UInt32: Double] = [:]
        var bits = [Double](repeating: 0, count: 64)
        var services: [UInt64: Double] = [:]
        var systems: Set<UInt32> = []
        var sources: Set<UInt64> = []
        var sourceSystems: Set<UInt32> = []
    }

    /// - Parameter range: where the `Addrman` lies in `input`.
    func collect(_ input: RawSpan, in range: Range<Int>, _ node: inout NodeState) throws(WireError) {
        var (new, tried) = (Sums(), Sums())
        var newSlots = Self.empty(AddrmanSlots.newBuckets)
        var triedSlots = Self.empty(AddrmanSlots.triedBuckets)
        var reader = WireReader(input, in: range)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: try Self.readBucket(input, in: try reader.range(), &new, &newSlots)
            case 18: try Self.readBucket(input, in: try reader.range(), &tried, &triedSlots)
            default: try reader.skip(tag)
            }
        }
        compare(newSlots, with: node.addrman.new, table: 0, &node)
        compare(triedSlots, with: node.addrman.tried, table: 1, &node)
        node.addrman.new = newSlots
        node.addrman.tried = triedSlots
        show(new, tried, &node)
    }

    private static func empty(_ buckets: Int) -> [AddrmanSlots.Slot] {
        Array(repeating: AddrmanSlots.Slot(), count: buckets * AddrmanSlots.bucketSize)
    }

    /// One entry of the map of buckets.
    private static func readBucket(
        _ input: RawSpan, in range: Range<Int>, _ sums: inout Sums, _ slots: inout [AddrmanSlots.Slot]
    ) throws(WireError) {
        let (bucket, content) = try mapEntry(input, in: range)
        var reader = WireReader(input, in: content)
        while let tag = try reader.nextTag() {
            guard tag == 10 else {
                try reader.skip(tag)
                continue
            }
            let (position, entry) = try mapEntry(input, in: try reader.range())
            let slot = try readEntry(input, in: entry, &sums)
            let place = Int(bucket) * AddrmanSlots.bucketSize + Int(position)
            if position < AddrmanSlots.bucketSize, slots.indices.contains(place) { slots[place] = slot }
        }
    }

    private static func mapEntry(_ input: RawSpan, in range: Range<Int>) throws(WireError) -> (UInt32, Range<Int>) {
        var reader = WireReader(input, in: range)
        var (key, value) = (UInt32(0), range.upperBound..<range.upperBound)
        while let tag = try reader.nextTag() {
            switch tag {
            case 8: key = try reader.uint32()
            case 18: value = try reader.range()
            default: try reader.skip(tag)
            }
        }
        return (key, value)
    }

    private static func readEntry(
        _ input: RawSpan, in range: Range<Int>, _ sums: inout Sums
    ) throws(WireError) -> AddrmanSlots.Slot {
        var reader = WireReader(input, in: range)
        var (address, port, services, time): (UInt64, UInt32, UInt64, Int64) = (0, 0, 0, 0)
        while let tag = try reader.nextTag() {
            switch tag {
            case 10: address = hash(input, try reader.range())
            case 16: port = try reader.uint32()
            case 32: services = try reader.varint()
            case 40: time = try reader.int64()
            case 50: sums.sources.insert(hash(input, try reader.range()))
            case 64:
                let number = try reader.uint32()
                if number != 0 { sums.systems.insert(number) }
            case 72:
                let number = try reader.uint32()
                if number != 0 { sums.sourceSystems.insert(number) }
            default: try reader.skip(tag)
            }
        }
        sums.ports[port, default: 0] += 1
        sums.services[services, default: 0] += 1
        var bits = services
        while bits != 0 {
            sums.bits[bits.trailingZeroBitCount] += 1
            bits &= bits - 1
        }
        let mixed = (address ^ UInt64(port)) &* 0x9E37_79B9_7F4A_7C15
        return AddrmanSlots.Slot(
            address: max(1, UInt32(truncatingIfNeeded: mixed >> 32)), time: UInt32(truncatingIfNeeded: time),
            services: UInt32(truncatingIfNeeded: services ^ services >> 32))
    }

    private func compare(
        _ slots: [AddrmanSlots.Slot], with before: [AddrmanSlots.Slot], table: Int, _ node: inout NodeState
    ) {
        for (now, before) in zip(slots, before) where now.address != 0 {
            if before.address == 0 {
                node.store.add(to: added, table)
            } else if before.address != now.address {
                node.store.add(to: replaced, table)
            } else {
                if before.services != now.services { node.store.add(to: changedServices, table) }
                if before.time != now.time { node.store.add(to: changedTimes, table) }
            }
        }
    }

    private func show(_ new: Sums, _ tried: Sums, _ node: inout NodeState) {
        node.store.refresh(group)
        let tables = [("new", new), ("tried", tried)]
        func each(_ rows: (Sums) -> [(String, Double)]) -> [(labels: [String], value: Double)] {
            tables.flatMap { table in rows(table.1).map { ([table.0, $0.0], $0.1) } }
        }
        func one(_ value: (Sums) -> Int) -> [(labels: [String], value: Double)] {
            tables.map { ([$0.0], Double(value($0.1))) }
        }
        node.store.replace(ports, with: each { $0.ports.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) } })
        node.store.replace(
            serviceBits,
            with: each { $0.bits.enumerated().filter { $0.element > 0 }.map { (String($0.offset + 1), $0.element) } })
        node.store.replace(
            services, with: each { $0.services.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) } })
        node.store.replace(systems, with: one(\.systems.count))
        node.store.replace(sources, with: one(\.sources.count))
        node.store.replace(sourceSystems, with: one(\.sourceSystems.count))
    }

    /// FNV-1a.
    private static func hash(_ input: RawSpan, _ range: Range<Int>) -> UInt64 {
        input.withUnsafeBytes { $0[range].reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
    }
}
