import TestSupport
import Testing

@testable import Daemon

struct OutgoingPortsTests {
    @Test(
        arguments: [
            ("32768\t60999\n", "\n", true), ("32768\t60999\n", "8282,47482\n", false),
            ("32768\t60999\n", "47000-48000\n", false),
            ("32768\t60999\n", "47483-48000,1\n", true), ("50000\t60999\n", "", false), ("47482 47482", "", true),
            ("", "", false), ("many", "1-", false), ("60999 32768", "5-1", false),
            ("32768 60999", "48000-47000,a-b", true),
        ])
    func aPortIsTakenFromTheRangeWhereItIsNotReserved(_ range: String, _ reserved: String, _ expected: Bool) throws {
        let folder = try TemporaryDirectory()
        try folder.write(range, to: "ip_local_port_range")
        try folder.write(reserved, to: "ip_local_reserved_ports")
        #expect(OutgoingPorts(folder: folder.path).contains(47482) == expected)
    }

    @Test func withoutTheFilesNoPortIs() {
        #expect(!OutgoingPorts(folder: "/nowhere").contains(47482))
    }
}
