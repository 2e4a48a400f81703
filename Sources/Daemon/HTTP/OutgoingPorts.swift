import Glibc

/// The ports that the kernel gives to outgoing connections. A program that wants one of them for itself may find it in use.
public struct OutgoingPorts: Sendable {
    private let range: ClosedRange<Int>?
    private let reserved: [ClosedRange<Int>]

    /// - Parameter folder: The kernel's settings of IPv4, which are those of IPv6 as well.
    public init(folder: String = "/proc/sys/net/ipv4") {
        let numbers = Self.text("\(folder)/ip_local_port_range").split { " \t\n".contains($0) }.compactMap { Int($0) }
        range = numbers.count == 2 && numbers[0] <= numbers[1] ? numbers[0]...numbers[1] : nil
        reserved = Self.text("\(folder)/ip_local_reserved_ports").split { ",\n".contains($0) }.compactMap { part in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return nil }
            return first...last
        }
    }

    public func contains(_ port: Int) -> Bool {
        range?.contains(port) == true && !reserved.contains { $0.contains(port) }
    }

    /// What keeps a port for its program.
    public static func reservation(_ port: Int) -> String { "sysctl net.ipv4.ip_local_reserved_ports=\(port)" }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        // The list of reserved ports can be as long as there are ports.
        var bytes = [UInt8](repeating: 0, count: 512 << 10)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
