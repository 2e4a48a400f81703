import Daemon

/// The subjects of kinds and nodes. They live as long as the process, and archives come from anywhere: there is an end to them.
struct SubjectCache {
    private struct Key: Hashable {
        let kind: String
        let node: String?
    }

    static let limit = 16_384

    private var subjects: [Key: BusSubject] = [:]
    private var latest: (key: Key, subject: BusSubject)?
    /// Times that there was none.
    private(set) var refused: UInt64 = 0

    /// Where events of this kind and node go; nil where that can be no subject, and for new ones beyond the limit.
    mutating func subject(_ kind: String, node: String?) -> BusSubject? {
        let key = Key(kind: kind, node: node)
        if let latest, latest.key == key { return latest.subject }
        guard let subject = subjects[key] ?? make(key) else {
            refused += 1
            return nil
        }
        latest = (key, subject)
        return subject
    }

    private mutating func make(_ key: Key) -> BusSubject? {
        guard subjects.count < Self.limit else { return nil }
        let name: String
        if let node = key.node {
            guard let node = NodeName(node) else { return nil }
            name = node.subject(key.kind)
        } else {
            name = key.kind
        }
        let subject = BusSubject(name)
        subjects[key] = subject
        return subject
    }
}
