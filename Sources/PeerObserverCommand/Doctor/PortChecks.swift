import Daemon
import Glibc

/// The ports that programs are to listen on.
struct PortChecks {
    let settings: Settings
    var processes = "/proc"

    var findings: [Finding] {
        settings.listeners.compactMap { name, address in
            guard let port = OptionDefinition.port(of: address) else { return nil }
            let check = "port \(port)"
            guard port > 0 else { return nil }
            guard let owner = owner(of: port) else {
                guard let connection = owner(of: port, in: ["01", "02"]) else {
                    return Finding(check, .ok, "free, for \(name.section)")
                }
                return Finding(
                    check, .failure,
                    "used by \(Self.words(connection)) for an outgoing connection, wanted by \(name.section)",
                    advice: "end that, and keep the port from others with \(OutgoingPorts.reservation(port))")
            }
            // The kernel cuts names at 15 characters.
            if owner.name == String(name.section.prefix(15)) {
                return Finding(check, .ok, "used by \(name.section) itself (PID \(owner.pid))")
            }
            return Finding(
                check, .failure,
                "used by \(Self.words(owner)), wanted by \(name.section)",
                advice: "end that, or give \(name) another port")
        }
    }

    private static func words(_ owner: (name: String, pid: Int)) -> String {
        owner.name.isEmpty ? "another program" : "\(owner.name) (PID \(owner.pid))"
    }

    /// Who listens on the port, or has it in one of these states; without a name where this user may not see it. Nil where nobody does.
    private func owner(of port: Int, in states: Set<String> = ["0A"]) -> (name: String, pid: Int)? {
        let inodes = ["tcp", "tcp6"].flatMap {
            Self.sockets(SmallFile.read("\(processes)/net/\($0)") ?? "", port: port, states)
        }
        guard !inodes.isEmpty else { return nil }
        let links = Set(inodes.map { "socket:[\($0)]" })
        for pid in Self.numbers(in: processes) {
            let folder = "\(processes)/\(pid)/fd"
            for descriptor in Self.numbers(in: folder) {
                guard let link = SmallFile.link("\(folder)/\(descriptor)"), links.contains(link) else { continue }
                let name = SmallFile.read("\(processes)/\(pid)/comm") ?? ""
                return (String(name.prefix { $0 != "\n" }), pid)
            }
        }
        return ("", 0)
    }

    /// The inodes of the sockets of /proc/net/tcp that have the port in one of these states; 0A is to listen.
    static func sockets(_ table: String, port: Int, _ states: Set<String> = ["0A"]) -> [String] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, states.contains(String(fields[3])), let last = fields[1].split(separator: ":").last,
                Int(last, radix: 16) == port
            else { return nil }
            return String(fields[9])
        }
    }

    private static func numbers(in path: String) -> [Int] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var numbers: [Int] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int(name) { numbers.append(number) }
        }
        return numbers
    }
}
