import PeerObserver

/// `Collision with A while attempting to move A to tried table. Collisions=N`
extension AddrmanCollisionLine {
    /// Behind "with ".
    init?(_ line: inout LineScanner) {
        guard let existing = line.address(), line.take(" while attempting to move "), let candidate = line.address(),
            line.take(" to tried table. Collisions="), let count = line.unsigned()
        else { return nil }
        self.init(existing: existing, candidate: candidate, collisionCount: count)
    }
}

/// `Replacing A with A in tried table`, `Unable to test; replacing A with A in tried table anyway`
extension AddrmanReplacedLine {
    /// Before the first address.
    init?(_ line: inout LineScanner, tested: Bool) {
        guard let old = line.address(), line.take(" with "), let new = line.address(), line.take(" in tried table")
        else {
            return nil
        }
        self.init(replaced: old, replacement: new, tested: tested)
    }
}

/// `Selected A from new`, `Selected A from tried`
extension AddrmanSelectedLine {
    /// Behind "Selected ".
    init?(_ line: inout LineScanner) {
        guard let address = line.address(), line.take(" from ") else { return nil }
        let table = line.take("new") ? "new" : line.take("tried") ? "tried" : ""
        guard !table.isEmpty else { return nil }
        self.init(address: address, table: table)
    }
}
