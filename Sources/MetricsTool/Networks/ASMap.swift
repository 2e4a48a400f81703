import Daemon

/// A map from addresses to autonomous systems in Bitcoin Core's asmap format: a program of bits that is run for each
/// address (Core's `util/asmap.h`).
struct ASMap: Sendable {
    private let bytes: [UInt8]
    private let bitCount: Int

    /// What an instruction is, in the order of its code.
    private enum Instruction: UInt32 {
        /// Ends with the number that follows.
        case leaf
        /// Passes over as many bits as the number that follows tells, where the address's next bit is 1.
        case jump
        /// Ends with the default, where the address's next bits are not those of the number that follows.
        case match
        /// Sets the default.
        case fallback
    }

    /// How numbers are written: classes of 2^n values one after another, a 1 for each class passed over, then n bits.
    private struct Encoding {
        let lowest: UInt32
        let classes: ClosedRange<Int>

        static let autonomousSystem = Encoding(lowest: 1, classes: 15...24)
        static let match = Encoding(lowest: 2, classes: 1...8)
        static let jump = Encoding(lowest: 17, classes: 5...30)
    }

    /// nil for a file that is no asmap: some address would lead outside of it.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count <= 1 << 28 else { return nil }
        self.bytes = bytes
        bitCount = bytes.count * 8
        guard isSound() else { return nil }
    }

    /// The number of the address's autonomous system; 0 where the map has none.
    func number(of address: IPAddress) -> UInt32 {
        var (position, bit) = (0, 0)
        var fallback: UInt32 = 0
        func next() -> UInt32 {
            defer { bit += 1 }
            return UInt32(truncatingIfNeeded: address.bits >> UInt128(127 - bit)) & 1
        }
        while position < bitCount {
            switch instruction(&position) {
            case .leaf: return value(.autonomousSystem, &position) ?? 0
            case .jump:
                guard let distance = value(.jump, &position), bit < 128, Int(distance) < bitCount - position else {
                    return 0
                }
                if next() == 1 { position += Int(distance) }
            case .match:
                guard let match = value(.match, &position) else { return 0 }
                let length = 31 - match.leadingZeroBitCount
                guard 128 - bit >= length else { return 0 }
                for place in 0..<length where next() != match >> UInt32(length - 1 - place) & 1 { return fallback }
            case .fallback:
                guard let number = value(.autonomousSystem, &position) else { return 0 }
                fallback = number
            case nil: return 0
            }
        }
        return 0
    }

    private func read(_ position: inout Int) -> UInt32 {
        defer { position += 1 }
        return UInt32(bytes[position / 8] >> UInt8(position % 8) & 1)
    }

    /// Codes 0, 10, 110 and 111.
    private func instruction(_ position: inout Int) -> Instruction? {
        for code: UInt32 in 0..<3 {
            guard position < bitCount else { return nil }
            if read(&position) == 0 { return Instruction(rawValue: code) }
        }
        return .fallback
    }

    private func value(_ encoding: Encoding, _ position: inout Int) -> UInt32? {
        var value = encoding.lowest
        for size in encoding.classes {
            if size < encoding.classes.upperBound {
                guard position < bitCount else { return nil }
                if read(&position) == 1 {
                    value += 1 << UInt32(size)
                    continue
                }
            }
            guard bitCount - position >= size else { return nil }
            for place in 0..<size { value += read(&position) << UInt32(size - 1 - place) }
            return value
        }
        return nil
    }

    /// Whether every path through the program ends, within the map and the 128 bits of an address.
    ///
    /// Jumps may only lead to where the path that did not jump has ended, so one walk sees all of them.
    private func isSound() -> Bool {
        var position = 0
        var bitsLeft = 128
        /// Where jumps lead, and how many bits of the address are left there; the nearest last.
        var targets: [(position: Int, bitsLeft: Int)] = []
        var last: Instruction?
        var hadShortMatch = false
        while position < bitCount {
            if let target = targets.last, position >= target.position { return false }
            let current = instruction(&position)
            switch current {
            case .leaf:
                // A default just before it would be of no use.
                guard last != .fallback, value(.autonomousSystem, &position) != nil else { return false }
                guard let target = targets.popLast() else { return isPadding(from: position) }
                guard position == target.position else { return false }
                bitsLeft = target.bitsLeft
                last = .jump
                continue
            case .jump:
                guard let distance = value(.jump, &position), Int(distance) <= bitCount - position, bitsLeft > 0
                else { return false }
                bitsLeft -= 1
                let target = position + Int(distance)
                if let enclosing = targets.last, target >= enclosing.position { return false }
                targets.append((target, bitsLeft))
                hadShortMatch = false
            case .match:
                guard let match = value(.match, &position) else { return false }
                let length = 31 - match.leadingZeroBitCount
                // Only the last of several matches may be shorter than eight bits.
                if last != .match { hadShortMatch = false }
                guard length >= 8 || !hadShortMatch, bitsLeft >= length else { return false }
                hadShortMatch = hadShortMatch || length < 8
                bitsLeft -= length
            case .fallback:
                guard last != .fallback, value(.autonomousSystem, &position) != nil else { return false }
            case nil: return false
            }
            last = current
        }
        return false
    }

    /// Less than a byte of zeros.
    private func isPadding(from position: Int) -> Bool {
        guard bitCount - position <= 7 else { return false }
        var position = position
        while position < bitCount { if read(&position) == 1 { return false } }
        return true
    }
}
