/// A value that its owner holds by a pointer.
final class Box<Value: Sendable>: Sendable {
    let value: Value

    @inline(__always)
    init(_ value: Value) { self.value = value }
}
