import PeerObserver

/// `Added A[ mapped to ASN] to new[B][P]`, `Moved A[ mapped to ASN] to tried[B][P]`, `Removed A from new[B][P]`,
/// `Moved A from tried[B][P] to new[B][P] to make space`
extension AddrmanEntryLine {
    /// Behind "Added ".
    init?(added line: inout LineScanner) {
        guard let address = line.address() else { return nil }
        let number = line.mappedTo()
        guard line.take(" to new"), let (bucket, position) = line.place() else { return nil }
        self.init(action: "added", address: address, bucket: bucket, position: position, mappedAs: number)
    }

    /// Behind "Moved ".
    init?(moved line: inout LineScanner) {
        guard let address = line.address() else { return nil }
        if line.take(" from tried") {
            guard let (oldBucket, oldPosition) = line.place(), line.take(" to new"),
                let (bucket, position) = line.place()
            else { return nil }
            self.init(
                action: "evicted", address: address, bucket: bucket, position: position, fromBucket: oldBucket,
                fromPosition: oldPosition)
        } else {
            let number = line.mappedTo()
            guard line.take(" to tried"), let (bucket, position) = line.place() else { return nil }
            self.init(action: "tried", address: address, bucket: bucket, position: position, mappedAs: number)
        }
    }

    /// Behind "Removed ".
    init?(removed line: inout LineScanner) {
        guard let address = line.address(), line.take(" from new"), let (bucket, position) = line.place() else {
            return nil
        }
        self.init(action: "removed", address: address, bucket: bucket, position: position)
    }
}

extension LineScanner {
    /// `[BUCKET][POSITION]`
    fileprivate mutating func place() -> (UInt32, UInt32)? {
        guard take("["), let bucket = unsigned32(), take("]["), let position = unsigned32(), take("]") else {
            return nil
        }
        return (bucket, position)
    }

    /// ` mapped to AS64496`
    fileprivate mutating func mappedTo() -> UInt32? { take(" mapped to AS") ? unsigned32() : nil }
}
