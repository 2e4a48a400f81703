import PeerObserver

/// A message that is filled from a JSON object, field by field as its table tells.
///
/// Whatever an answer holds, nothing fails: a field that is missing or of another type keeps its default, one that is not
/// in the table is passed over.
protocol RPCObject: Sendable {
    init()
    /// At most 64.
    static var fields: [RPCField<Self>] { get }
    /// Takes the names of the required fields that the object left out.
    mutating func note(absent: [String])
}

extension RPCObject {
    mutating func note(absent: [String]) {}
}

/// A message that tells which of its required fields were left out.
protocol TellsAbsent: RPCObject {
    var absent: [String] { get set }
}

extension TellsAbsent {
    mutating func note(absent: [String]) { self.absent = absent }
}

/// One member of a JSON object and the field that it goes to.
struct RPCField<Value: Sendable>: Sendable {
    /// The member's name.
    let key: StaticString
    /// The field's name in the contract where an answer that leaves it out is to be told from one with a zero.
    let required: String?
    /// Reads the member's value; false where it is not of the type.
    let read: @Sendable (inout Value, inout JSONReader) throws(JSONError) -> Bool

    init(
        _ key: StaticString, required: String?,
        read: @escaping @Sendable (inout Value, inout JSONReader) throws(JSONError) -> Bool
    ) {
        self.key = key
        self.required = required
        self.read = read
    }
}

extension JSONReader {
    /// Fills `value` from the object that comes next; false where something else comes, which is passed over.
    mutating func fill<Value: RPCObject>(_ value: inout Value) throws(JSONError) -> Bool {
        guard try kind() == .object else {
            try mismatch()
            return false
        }
        try beginObject()
        let fields = Value.fields
        // Objects of one kind have their members in one order: the next is most likely the one after the last.
        var (likely, seen) = (0, UInt64(0))
        member: while try nextKey() {
            var index = likely
            for _ in fields.indices {
                if index >= fields.count { index = 0 }
                if keyIs(fields[index].key) {
                    if try fields[index].read(&value, &self) { seen |= 1 &<< UInt64(index) }
                    likely = index + 1
                    continue member
                }
                index += 1
            }
            try skip()
        }
        let absent = fields.indices.compactMap { index in
            seen & 1 &<< UInt64(index) == 0 ? fields[index].required : nil
        }
        if !absent.isEmpty { value.note(absent: absent) }
        return true
    }

    /// The object that comes next; nil where something else comes.
    mutating func object<Value: RPCObject>(_ type: Value.Type) throws(JSONError) -> Value? {
        var value = Value()
        return try fill(&value) ? value : nil
    }

    /// The elements of the array that comes next, those left out that `read` makes nothing of; nil where no array comes.
    mutating func array<Element>(
        _ read: (inout JSONReader) throws(JSONError) -> Element?
    ) throws(JSONError) -> [Element]? {
        guard try kind() == .array else {
            try mismatch()
            return nil
        }
        var elements: [Element] = []
        try beginArray()
        while try nextElement() {
            if let element = try read(&self) { elements.append(element) }
        }
        return elements
    }

    /// The members of the object that comes next, by name; nil where no object comes.
    mutating func map<Element>(
        _ read: (inout JSONReader) throws(JSONError) -> Element?
    ) throws(JSONError) -> [MapEntry<String, Element>]? {
        guard try kind() == .object else {
            try mismatch()
            return nil
        }
        var entries: [MapEntry<String, Element>] = []
        try beginObject()
        while try nextKey() {
            let key = keyText
            if let element = try read(&self) { entries.append(MapEntry(key, element)) }
        }
        return entries
    }
}
