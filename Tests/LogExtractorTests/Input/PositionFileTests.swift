import Daemon
import TestSupport
import Testing

@testable import LogExtractor

struct PositionFileTests {
    @Test(arguments: [0, 1, 100, 4096, 4097, 1 << 40]) func positionIsReadAsWritten(_ offset: UInt64) throws {
        let directory = try TemporaryDirectory()
        let file = PositionFile(path: directory.path + "/position")
        let position = TailPosition(
            identity: LogFile.Identity(device: 7, inode: .max), offset: offset,
            tail: (0..<min(Int(offset), TailPosition.tailSize)).map { UInt8(truncatingIfNeeded: $0) })
        #expect(try file.read() == nil)
        try file.check()
        try file.write(position)
        #expect(try file.read() == position)
    }

    @Test(arguments: [
        "", "something else\n", "peer-observer log position 1\n",
        "peer-observer log position 1\ndevice 1\ninode 2\noffset 3\ntail 00\n",
        "peer-observer log position 1\ndevice 1\ninode 2\noffset 18446744073709551615\ntail \n",
        "peer-observer log position 1\ndevice 1\ninode -2\noffset 0\ntail \n",
    ]) func anythingElseIsAnError(_ text: String) throws {
        let directory = try TemporaryDirectory()
        let file = PositionFile(path: try directory.write(text, to: "position"))
        #expect(throws: DaemonError.self) { try file.read() }
    }

    @Test func folderThatIsNotThereIsAnError() throws {
        let file = PositionFile(path: "/nonexistent/position")
        let position = TailPosition(identity: LogFile.Identity(device: 1, inode: 1), offset: 0, tail: [])
        #expect(throws: DaemonError.self) { try file.write(position) }
        #expect(throws: DaemonError.self) { try file.check() }
    }
}
