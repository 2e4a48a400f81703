import CLibbpf
import CTraceEvents
import CTracepoints
import Foundation
import Testing

@testable import EBPFExtractor

extension KernelTests {
    @Suite struct Attaching {
        private let message = TraceKind(TRACE_NET_INBOUND_MESSAGE)

        @Test func tracepointsAreActiveOnlyWhileAttached() throws {
            #expect(tracepoints_attached() == 0)
            #expect(!fireMessage([1]))
            let programs = try TracePrograms(kinds: [message])
            #expect(!fireMessage([1]))
            try programs.attach(message, pid: getpid(), path: "/proc/self/exe")
            #expect(tracepoints_attached() == 1)
            #expect(programs.attached == [message])
            #expect(fireMessage([1]))
            programs.detach(message)
            #expect(programs.attached == [])
            #expect(!fireMessage([1]))
            try programs.attach(message, pid: getpid(), path: "/proc/self/exe")
            #expect(fireMessage([1]))
            #expect(programs.consume { _ in true } == 2)
            #expect(try programs.counters()[message]?.hits == 2)
            programs.detachAll()
            #expect(tracepoints_attached() == 0)
        }

        @Test func attachesToEveryProcessOfABinary() throws {
            let programs = try TracePrograms(kinds: [message])
            try programs.attach(message, pid: nil, path: "/proc/self/exe")
            #expect(fireMessage([1]))
            #expect(programs.consume { _ in true } == 1)
        }

        @Test func attachingAgainDoesNotDoubleTheRecords() throws {
            let programs = try TracePrograms(kinds: [message])
            try programs.attach(message, pid: getpid(), path: "/proc/self/exe")
            try programs.attach(message, pid: getpid(), path: "/proc/self/exe")
            #expect(fireMessage([1]))
            #expect(programs.consume { _ in true } == 1)
        }

        @Test func programsThatWereNotAskedForAreNotThere() throws {
            let programs = try TracePrograms(kinds: [message])
            #expect(throws: TraceError(.other, systemError: EINVAL)) {
                try programs.attach(TraceKind(TRACE_MEMPOOL_ADDED), pid: getpid(), path: "/proc/self/exe")
            }
        }

        @Test func attachingNamesWhatIsWrong() throws {
            let programs = try TracePrograms(kinds: [message])
            let directory = FileManager.default.temporaryDirectory.appending(path: "attach-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: directory) }
            let script = directory.appending(path: "script").path
            try "#!/bin/sh\n".write(toFile: script, atomically: true, encoding: .utf8)
            let fifo = directory.appending(path: "fifo").path
            #expect(mkfifo(fifo, 0o600) == 0)

            func reason(pid: Int32? = nil, _ path: String) -> TraceError.Reason? {
                do throws(TraceError) {
                    try programs.attach(message, pid: pid, path: path)
                    return nil
                } catch {
                    return error.reason
                }
            }
            #expect(reason("/nonexistent/bitcoind") == .noSuchFile)
            #expect(reason(script) == .notAnELFFile)
            #expect(reason(fifo) == .notAnELFFile)
            #expect(reason(directory.path) == .notAnELFFile)
            #expect(reason("/dev/null") == .notAnELFFile)
            #expect(reason("/bin/true") == .noTracepoints)
            #expect(reason(pid: 4_194_304, "/proc/self/exe") == .noSuchProcess)
            // The C++ library has tracepoints, but no node's.
            // Read to its end: such a file tells no size, and gives a part at a time.
            let maps = try #require(try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps")).readToEnd())
            let library = String(decoding: maps, as: UTF8.self)
                .split(separator: "\n").compactMap { $0.split(separator: " ").last }.first { $0.contains("/libstdc++.so.6") }
            #expect(reason(String(try #require(library))) == .tracepointMissing)
            #expect(programs.attached == [])
        }

        @Test func damagedObjectIsNamed() {
            for object in [[], [0x7f], Array(repeating: 0, count: 100), Array(BPFObject.bytes().prefix(2000))] as [[UInt8]] {
                #expect {
                    _ = try TracePrograms(object: object, kinds: [message])
                } throws: { ($0 as? TraceError)?.reason == .badObject }
            }
        }
    }
}

@Suite struct BinaryTracepointTests {
    @Test func listsTheTracepointsOfThisProgram() throws {
        #expect(try TracePrograms.tracepoints(inBinaryAt: "/proc/self/exe") == Set(TraceKind.allCases))
    }

    @Test func tellsWhyThereAreNone() {
        #expect(throws: TraceError(.noSuchFile, systemError: ENOENT)) { try TracePrograms.tracepoints(inBinaryAt: "/nonexistent") }
        #expect(throws: TraceError(.notAnELFFile)) { try TracePrograms.tracepoints(inBinaryAt: "/etc/passwd") }
        #expect(throws: TraceError(.noTracepoints)) { try TracePrograms.tracepoints(inBinaryAt: "/bin/true") }
    }

    /// No prefix of a binary, and no binary with a damaged byte, may lead the reader astray.
    @Test func damagedBinariesDoNoHarm() throws {
        let whole = try Data(contentsOf: URL(filePath: "/usr/bin/env"))
        let path = FileManager.default.temporaryDirectory.appending(path: "elf-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        for length in [0, 1, 4, 16, 52, 63, 64, 65, 120, 1000, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: path)
            #expect(throws: TraceError.self) { try TracePrograms.tracepoints(inBinaryAt: path.path) }
        }
    }
}
