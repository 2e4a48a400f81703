import PeerObserver

/// A value of a field that is one JSON value.
protocol JSONScalar: Sendable {
    /// nil where the next value is not of the type, or out of its range; it is passed over then.
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Self?
}

extension UInt64: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> UInt64? { try reader.uint64IfAny() }
}

extension Int64: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Int64? { try reader.int64IfAny() }
}

extension UInt32: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> UInt32? {
        try reader.numberIfAny { number in number.uint64.flatMap { UInt32(exactly: $0) } }
    }
}

extension Int32: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Int32? {
        try reader.numberIfAny { number in number.int64.flatMap { Int32(exactly: $0) } }
    }
}

extension Double: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Double? { try reader.doubleIfAny() }
}

extension Bool: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> Bool? { try reader.boolIfAny() }
}

extension String: JSONScalar {
    static func read(_ reader: inout JSONReader) throws(JSONError) -> String? { try reader.stringIfAny() }
}

extension RPCField {
    typealias Path<Member> = any WritableKeyPath<Value, Member> & Sendable

    /// A required field of the same name.
    init<Member: JSONScalar>(_ key: StaticString, _ path: Path<Member>) { self.init(key, "\(key)", path) }

    /// A required field.
    init<Member: JSONScalar>(_ key: StaticString, _ name: String, _ path: Path<Member>) {
        self.init(key, required: name) { value, reader throws(JSONError) in
            guard let member = try Member.read(&reader) else { return false }
            value[keyPath: path] = member
            return true
        }
    }

    /// An optional field.
    init<Member: JSONScalar>(_ key: StaticString, optional path: Path<Member?>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard let member = try Member.read(&reader) else { return false }
            value[keyPath: path] = member
            return true
        }
    }

    /// A list.
    init<Member: JSONScalar>(_ key: StaticString, list path: Path<[Member]>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard
                let list = try reader.array({ reader throws(JSONError) -> Member? in try Member.read(&reader) })
            else { return false }
            value[keyPath: path] = list
            return true
        }
    }

    /// A list of objects.
    init<Member: RPCObject>(_ key: StaticString, objects path: Path<[Member]>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard
                let list = try reader.array({ reader throws(JSONError) -> Member? in try reader.object(Member.self) })
            else { return false }
            value[keyPath: path] = list
            return true
        }
    }

    /// Values by name.
    init<Member: JSONScalar & Equatable>(_ key: StaticString, map path: Path<[MapEntry<String, Member>]>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard
                let map = try reader.map({ reader throws(JSONError) -> Member? in try Member.read(&reader) })
            else { return false }
            value[keyPath: path] = map
            return true
        }
    }

    /// Objects by name.
    init<Member: RPCObject & Equatable>(_ key: StaticString, objectMap path: Path<[MapEntry<String, Member>]>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard
                let map = try reader.map({ reader throws(JSONError) -> Member? in try reader.object(Member.self) })
            else { return false }
            value[keyPath: path] = map
            return true
        }
    }

    /// A required field that is an object.
    init<Member: RPCObject>(_ key: StaticString, _ name: String, object path: Path<Member>) {
        self.init(key, required: name) { value, reader throws(JSONError) in try reader.fill(&value[keyPath: path]) }
    }

    /// An optional field that is an object.
    init<Member: RPCObject>(_ key: StaticString, optionalObject path: Path<Member?>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard let member = try reader.object(Member.self) else { return false }
            value[keyPath: path] = member
            return true
        }
    }

    /// A required fee rate: BTC per 1000 virtual bytes in the answer, satoshi per virtual byte in the event.
    init(_ key: StaticString, _ name: String? = nil, feeRate path: Path<Double>) {
        self.init(key, required: name ?? "\(key)") { value, reader throws(JSONError) in
            guard let rate = try reader.numberIfAny({ $0.satPerVByte }) else { return false }
            value[keyPath: path] = rate
            return true
        }
    }

    /// An optional fee rate.
    init(_ key: StaticString, optionalFeeRate path: Path<Double?>) {
        self.init(key, required: nil) { value, reader throws(JSONError) in
            guard let rate = try reader.numberIfAny({ $0.satPerVByte }) else { return false }
            value[keyPath: path] = rate
            return true
        }
    }

    /// Warnings: a list, or one text (v27 and older, and later nodes with -deprecatedrpc=warnings), which may be empty.
    init(warnings path: Path<[String]>) {
        self.init("warnings", required: nil) { value, reader throws(JSONError) in
            if try reader.kind() == .string {
                let text = try reader.string()
                value[keyPath: path] = text.isEmpty ? [] : [text]
                return true
            }
            guard
                let list = try reader.array({ reader throws(JSONError) -> String? in try reader.stringIfAny() })
            else { return false }
            value[keyPath: path] = list
            return true
        }
    }
}

extension JSONNumber {
    /// From BTC per 1000 virtual bytes: through whole satoshis, so that 0.00001 BTC/kvB is 1 sat/vB and nothing beside it.
    var satPerVByte: Double {
        guard let satPer1000VBytes = scaled(by: 8) else { return double * 1e5 }
        return Double(satPer1000VBytes) / 1000
    }
}
