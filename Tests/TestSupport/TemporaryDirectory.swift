import FoundationEssentials
import Glibc
import Synchronization

/// A directory that is gone when the value is.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() throws {
        var template = Array("/tmp/peer-observer-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestError("mkdtemp: error \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let target = "\(path)/\(name)"
        guard let file = fopen(target, "w") else { throw TestError("cannot write \(target): error \(errno)") }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw TestError("cannot write \(target)") }
        return target
    }

    /// The text of a file.
    public func read(_ name: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") else {
            throw TestError("cannot read \(path)/\(name)")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A value that tests may replace.
public final class Slot<Value: Sendable>: Sendable {
    private let storage: Mutex<Value>

    public init(_ value: Value) { storage = Mutex(value) }

    public var value: Value {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }
}
