/// Reading without insisting: the value where it is of the type asked for; else it is passed over, and nil returned.
extension JSONReader {
    public mutating func stringIfAny() throws(JSONError) -> String? {
        guard try kind() == .string else { return try none() }
        return try string()
    }

    public mutating func boolIfAny() throws(JSONError) -> Bool? {
        guard try kind() == .bool else { return try none() }
        return try bool()
    }

    public mutating func doubleIfAny() throws(JSONError) -> Double? { try numberIfAny { $0.double } }

    /// Whole numbers only, however they are written: 5, 5.0, 5e0.
    public mutating func uint64IfAny() throws(JSONError) -> UInt64? { try numberIfAny { $0.uint64 } }

    /// Whole numbers only, however they are written.
    public mutating func int64IfAny() throws(JSONError) -> Int64? { try numberIfAny { $0.int64 } }

    /// A number that `value` makes something of.
    public mutating func numberIfAny<Value>(_ value: (JSONNumber) -> Value?) throws(JSONError) -> Value? {
        guard try kind() == .number else { return try none() }
        let found = value(try number())
        if found == nil { noteMismatch() }
        return found
    }

    private mutating func none<Value>() throws(JSONError) -> Value? {
        try mismatch()
        return nil
    }
}

extension JSONReader {
    /// The next value as it stands, whatever it is, without the white space around it; bytes that are no UTF-8 are replaced.
    public mutating func valueText() throws(JSONError) -> String {
        _ = try kind()
        let start = offset
        try skip()
        return text(start..<offset)
    }
}
