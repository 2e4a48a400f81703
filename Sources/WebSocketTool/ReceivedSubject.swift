/// A subject as it came from the bus, in its parts. Valid as long as the bytes are.
// Proof of Sendable: it is only read, and used within the call that was given the bytes.
struct ReceivedSubject: @unchecked Sendable {
    /// The node's name; nil for a subject of one node's own server.
    let node: UnsafeRawBufferPointer?
    /// The subject without the node.
    let name: UnsafeRawBufferPointer

    init(_ subject: UnsafeRawBufferPointer) {
        let prefix: StaticString = "node."
        let length = prefix.utf8CodeUnitCount
        if subject.count > length,
            subject.prefix(length).elementsEqual(UnsafeRawBufferPointer(start: prefix.utf8Start, count: length)),
            let end = subject[length...].firstIndex(of: UInt8(ascii: "."))
        {
            node = UnsafeRawBufferPointer(rebasing: subject[length..<end])
            name = UnsafeRawBufferPointer(rebasing: subject[(end + 1)...])
        } else {
            node = nil
            name = subject
        }
    }

    var nodeName: String? { node.map { String(decoding: $0, as: UTF8.self) } }

    /// Whether upstream's programs receive it: they subscribe to subjects of one token.
    var isUpstreams: Bool { !name.contains(UInt8(ascii: ".")) }
}
