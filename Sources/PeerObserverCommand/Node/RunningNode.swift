import Glibc

/// A process, as the process table shows it.
struct RunningNode: Equatable {
    let pid: Int32
    /// Whose rights it has.
    let owner: uid_t
    let words: [String]
    let folder: String
    let executable: String?

    /// What runs a node; wrappers are named otherwise.
    private static let names: Set = ["bitcoind", "bitcoin-node", "bitcoin-qt"]

    /// Nil where there is no such process.
    init?(_ pid: Int32, in processes: String) {
        let process = "\(processes)/\(pid)"
        var status = stat()
        // The folder has the process' effective user also where its files are root's, as for one that may not be dumped.
        guard stat(process, &status) == 0, let line = SmallFile.read(process + "/cmdline"), !line.isEmpty else {
            return nil
        }
        self.pid = pid
        owner = status.st_uid
        words = line.split(separator: "\0").map(String.init)
        folder = SmallFile.link(process + "/cwd") ?? ""
        // What the kernel adds once a newer file has its place.
        executable = SmallFile.link(process + "/exe").map {
            $0.hasSuffix(" (deleted)") ? String($0.dropLast(" (deleted)".count)) : $0
        }
    }

    /// The program's name; what the process calls itself where this user may not see its executable.
    var name: String { String((executable ?? words.first ?? "").split(separator: "/").last ?? "") }

    var isNode: Bool { Self.names.contains(name) }

    /// What `-datadir` says.
    var datadir: String? {
        NodeArguments.commandLine(words).last { $0.name == "datadir" }.map {
            $0.value.hasPrefix("/") ? $0.value : "\(folder)/\($0.value)"
        }
    }

    /// All nodes that run, by their PIDs.
    static func all(in processes: String) -> [RunningNode] {
        guard let folder = opendir(processes) else { return [] }
        defer { closedir(folder) }
        var found: [RunningNode] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let pid = Int32(name), let node = RunningNode(pid, in: processes), node.isNode else { continue }
            found.append(node)
        }
        return found.sorted { $0.pid < $1.pid }
    }
}

enum Users {
    /// A user's home; nil for a user that is not known.
    static func home(_ user: uid_t) -> String? {
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        var room = [CChar](repeating: 0, count: 1 << 14)
        return room.withUnsafeMutableBufferPointer { room in
            guard let start = room.baseAddress, getpwuid_r(user, &entry, start, room.count, &found) == 0, found != nil,
                let home = entry.pw_dir, home.pointee != 0
            else { return nil }
            return String(cString: home)
        }
    }
}
