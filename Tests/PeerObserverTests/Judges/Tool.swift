import Foundation

/// Programs that judge the codec, run as subprocesses.
enum Tool {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let protoc = find("protoc")
    static let compiler = find("cc")
    /// protoc-c, where the headers of libprotobuf-c are there too.
    static let protocC =
        (try? run(find("pkg-config") ?? "", ["--exists", "libprotobuf-c"])) == nil ? nil : find("protoc-c")
    /// A Python that has protobuf. The system's own first: Debian's package is for that one.
    static let python = ["/usr/bin/python3", find("python3")].compactMap { $0 }.first {
        (try? run($0, ["-c", "import google.protobuf"])) != nil
    }

    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What the program writes to standard output. Through files, so that no pipe fills up.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], input: Data = Data()) throws -> Data {
        try withFolder { folder in
            let names = ["in", "out", "err"].map { folder.appending(path: $0) }
            try input.write(to: names[0])
            for name in names[1...] { try Data().write(to: name) }
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.currentDirectoryURL = repository
            let input = try FileHandle(forReadingFrom: names[0])
            let output = try FileHandle(forWritingTo: names[1])
            let errors = try FileHandle(forWritingTo: names[2])
            process.standardInput = input
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            process.waitUntilExit()
            for handle in [input, output, errors] { try handle.close() }
            guard process.terminationReason == .exit, process.terminationStatus == 0 else {
                let told = String(decoding: try Data(contentsOf: names[2]), as: UTF8.self)
                throw Failure(
                    description:
                        "\(program) \(arguments.first ?? ""): \(process.terminationStatus): \(told.suffix(4000))")
            }
            return try Data(contentsOf: names[1])
        }
    }

    /// A folder that is gone afterwards.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "codec-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    static var protoFiles: [String] {
        let root = repository.appending(path: "proto").path
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".proto") }.sorted()
    }

    static func judge(_ arguments: [String]) throws -> Data {
        guard let python else { throw Failure(description: "no Python with protobuf") }
        return try run(python, [repository.appending(path: "Tests/CodecJudges/judge.py").path] + arguments)
    }

    /// Runs `body` with the file of the contract's descriptors and a folder of its own.
    static func withDescriptors<Result>(_ body: (String, URL) throws -> Result) throws -> Result {
        guard let protoc else { throw Failure(description: "no protoc") }
        return try withFolder { folder in
            let descriptors = folder.appending(path: "descriptors").path
            try run(protoc, ["-Iproto", "--include_imports", "-o", descriptors] + protoFiles)
            return try body(descriptors, folder)
        }
    }
}
