/// One picture of the screen: a function of what is known and of the screen's size.
struct TopFrame {
    let state: TopState
    /// What is shown of the bus: address, whether it is connected, and what it lost.
    let bus: String
    let columns: Int
    let rows: Int

    /// As many lines as the screen has at most, none wider than it, printable ASCII alone.
    var lines: [String] {
        let head = header
        let room = max(0, rows - head.count)
        // A third for kinds and messages, a third for peers, the rest for events; each with its heading.
        let third = max(2, room / 3)
        let middle = side(kindRows, messageRows, height: third)
        let peers = peerRows(height: third)
        let left = room - middle.count - peers.count
        let events = left < 2 ? [] : ["LAST EVENTS"] + state.last.lines(left - 1)
        return (head + middle + peers + events).prefix(rows).map { String($0.prefix(columns)) }
    }

    private var header: [String] {
        [
            "peer-observer top   \(OutputLines.harmless(bus.utf8))",
            "events \(state.events.total) (\(Self.rate(state.events.perSecond))/s)   missing by gaps \(state.missing.total)   "
                + "unreadable \(state.undecodable)   peers \(state.peers.count)   q quits",
            "",
        ]
    }

    // MARK: Kinds and messages

    private var kindRows: [[String]] {
        let sorted = state.kinds.all.sorted { ($1.value.total, $0.key) < ($0.value.total, $1.key) }
        return [["KIND", "TOTAL", "/S"]]
            + sorted.map { [TopState.short($0.key, 32), "\($0.value.total)", Self.rate($0.value.perSecond)] }
    }

    private var messageRows: [[String]] {
        let sorted = state.messages.all.sorted { ($1.value.count.total, $0.key) < ($0.value.count.total, $1.key) }
        return [["MESSAGE", "TOTAL", "/S", "BYTES/S"]]
            + sorted.map {
                [
                    $0.key, "\($0.value.count.total)", Self.rate($0.value.count.perSecond),
                    Self.bytes($0.value.bytes.perSecond),
                ]
            }
    }

    private func side(_ left: [[String]], _ right: [[String]], height: Int) -> [String] {
        let (left, right) = (Self.layout(left.prefix(height)), Self.layout(right.prefix(height)))
        let width = max(columns / 2, left.map(\.count).max() ?? 0)
        return (0..<max(left.count, right.count)).map { row in
            let first = row < left.count ? left[row] : ""
            guard row < right.count else { return first }
            return first + String(repeating: " ", count: max(2, width - first.count)) + right[row]
        }
    }

    // MARK: Peers

    private func peerRows(height: Int) -> [String] {
        let sorted = state.peers.all.sorted { left, right in
            let (a, b) = (left.value.bytes.perSecond, right.value.bytes.perSecond)
            return a != b ? a > b : (left.key.node, left.key.id) < (right.key.node, right.key.id)
        }
        let isFleet = sorted.contains { !$0.key.node.isEmpty }
        let heading =
            (isFleet ? ["NODE"] : []) + ["PEER", "ADDRESS", "TYPE", "IN/S", "OUT/S", "BYTES/S", "BYTES", "LAST"]
        let rows = sorted.prefix(max(0, height - 1)).map { key, peer in
            (isFleet ? [TopState.short(key.node, 24)] : []) + [
                "\(key.id)", Self.shortened(peer.address), peer.type, Self.rate(peer.received.perSecond),
                Self.rate(peer.sent.perSecond),
                Self.bytes(peer.bytes.perSecond), Self.bytes(Double(peer.bytes.total)), peer.last,
            ]
        }
        return Self.layout(([heading] + rows)[...])
    }

    // MARK: Cells

    /// Columns below each other; numbers to the right.
    static func layout(_ rows: ArraySlice<[String]>) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].utf8.count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var cells: [String] = []
            for (column, cell) in row.enumerated() {
                let blanks = String(repeating: " ", count: widths[column] - cell.utf8.count)
                let isNumber = rows.dropFirst().allSatisfy {
                    column >= $0.count || $0[column].utf8.allSatisfy(Self.isOfANumber)
                }
                cells.append(isNumber ? blanks + cell : cell + blanks)
            }
            return cells.joined(separator: "  ")
        }
    }

    private static func isOfANumber(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || ".kMGTP".utf8.contains(byte)
    }

    /// Beginning and end: the middle of a Tor address tells nobody anything.
    static func shortened(_ address: String) -> String {
        address.utf8.count <= 34 ? address : "\(address.prefix(16))..\(address.suffix(16))"
    }

    static func rate(_ value: Double) -> String {
        value >= 100 ? "\(UInt64(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }

    static func bytes(_ value: Double) -> String {
        var (value, unit) = (value, 0)
        let units = ["", "k", "M", "G", "T", "P"]
        while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        return (unit == 0 ? "\(UInt64(value.rounded()))" : "\((value * 10).rounded() / 10)") + units[unit]
    }
}
