import PeerObserver

/// How far a log was read: the file, the offset, and the bytes before it, by which the place is known again.
///
/// Inodes are reused and offsets lose their meaning when a file is rewritten; the content does not.
struct TailPosition: Equatable {
    var identity: LogFile.Identity
    /// Bytes from the start of the file; always the start of a line.
    var offset: UInt64
    /// The last bytes before `offset`, `tailSize` of them where there are so many.
    var tail: [UInt8]

    /// Enough that two places of a log with times never look the same.
    static let tailSize = 4096

    private static let title = "peer-observer log position 1"

    /// As text, in lines of a name and a value.
    var text: String {
        """
        \(Self.title)
        device \(identity.device)
        inode \(identity.inode)
        offset \(offset)
        tail \(Hex.encode(tail))

        """
    }

    /// Nil for anything but what `text` gives.
    init?(text: String) {
        let lines = text.split(separator: "\n")
        guard lines.count == 5, lines[0] == Self.title else { return nil }
        func value(_ index: Int, _ name: String) -> Substring? {
            guard lines[index].hasPrefix(name + " ") else { return nil }
            return lines[index].dropFirst(name.count + 1)
        }
        // The tail's line ends in a space where nothing was read yet.
        guard let device = value(1, "device").flatMap({ UInt64($0) }),
            let inode = value(2, "inode").flatMap({ UInt64($0) }),
            let offset = value(3, "offset").flatMap({ UInt64($0) }), offset <= UInt64(Int64.max),
            let tail = value(4, "tail").flatMap({ Hex.decode(String($0)) }),
            tail.count == min(Int(clamping: offset), Self.tailSize)
        else { return nil }
        self.init(identity: LogFile.Identity(device: device, inode: inode), offset: offset, tail: tail)
    }

    init(identity: LogFile.Identity, offset: UInt64, tail: [UInt8]) {
        self.identity = identity
        self.offset = offset
        self.tail = tail
    }
}
