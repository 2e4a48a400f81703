import Glibc

/// Where the build has put an executable of this package, for tests that start it.
public func builtProduct(_ name: String) throws -> String {
    // The test bundle lies beside the executables, and is mapped into this process.
    guard let maps = fopen("/proc/self/maps", "r") else { throw TestError("no /proc") }
    defer { fclose(maps) }
    var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
    defer { free(line) }
    while getline(&line, &capacity, maps) > 0, let text = line.map({ String(cString: $0) }) {
        guard let slash = text.firstIndex(of: "/"), text.contains(".xctest") else { continue }
        let directory = text[slash...].split(separator: "/").prefix { !$0.hasSuffix(".xctest") }.filter {
            !$0.contains(".xctest")
        }
        let path = "/" + directory.joined(separator: "/") + "/" + name
        if access(path, X_OK) == 0 { return path }
    }
    throw TestError("the build has no \(name)")
}

/// A request over a connection of its own; the answer as it came, head and body.
public func httpRequest(_ request: String, port: Int) throws -> String {
    let descriptor = try LoopbackSocket.connect(port: port)
    defer { close(descriptor) }
    LoopbackSocket.send(request.utf8, to: descriptor)
    var answer: [UInt8] = []
    while case let bytes = LoopbackSocket.receive(from: descriptor), !bytes.isEmpty { answer += bytes }
    return String(decoding: answer, as: UTF8.self)
}

/// Whether `path` is there to be started.
public func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
