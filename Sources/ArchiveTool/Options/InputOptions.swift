import ArgumentParser
import Daemon
import Glibc

/// Which archives are read.
struct InputOptions: ParsableArguments, Sendable {
    @Argument(help: "Archives, and folders that hold some.")
    var inputs: [String]

    /// The archives, those of a folder and of the folders in it by name. What is still being written is left out there.
    func paths() throws -> [String] {
        try inputs.flatMap { input -> [String] in
            guard FileKind(input) == .folder else { return [input] }
            var name = input
            while name.count > 1, name.hasSuffix("/") { name.removeLast() }
            var (found, unfinished) = ([String](), 0)
            try Self.list(name, depth: 0, &found, &unfinished)
            if unfinished > 0 { Console.note("\(input): \(unfinished) archives that were not closed are left out") }
            guard !found.isEmpty else { throw ToolError("no archives in \(input)") }
            return found.sorted()
        }
    }

    private static let deepest = 16

    private static func list(_ folder: String, depth: Int, _ found: inout [String], _ unfinished: inout Int) throws {
        guard let directory = opendir(folder) else { throw ToolError("cannot list \(folder): \(errnoText(errno))") }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let path = folder == "/" ? "/" + name : "\(folder)/\(name)"
            switch FileKind(path, followingLinks: false) {
            case .folder where depth < deepest: try list(path, depth: depth + 1, &found, &unfinished)
            case .file, .other:
                if name.hasSuffix(".bin.zst") || name.hasSuffix(".bin") { found.append(path) }
                if name.hasSuffix(".bin.zst.partial") || name.hasSuffix(".bin.partial") { unfinished += 1 }
            case .folder, nil: break
            }
        }
    }
}

/// What a path leads to.
enum FileKind {
    case file, folder, other

    /// nil where nothing is there.
    init?(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}
