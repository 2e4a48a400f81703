import CLibbpf
import CTraceEvents
import CTracepoints
import Foundation
import Testing

@testable import EBPFExtractor

extension KernelTests {
    @Suite struct Attaching {
        private let message = TraceKind(TRACE_NET_INBOUND_MESSAGE)

        /// In a process of its own: reading the binary for the next attachment maps it into the probed process, which here is the
        /// same, and so raises the semaphores of what is attached already once more.
        @Test func tracepointsAreActiveOnlyWhileAttached() async {
            await #expect(processExitsWith: .success) {
                let message = TraceKind(TRACE_NET_INBOUND_MESSAGE)
                #expect(tracepoints_attached() == 0)
                #expect(!fireMessage([1]))
                let programs = try TracePrograms(kinds: [message])
                #expect(!fireMessage([1]))
                for hits in 1...3 as ClosedRange<UInt64> {
                    try programs.attach(message, pid: getpid(), path: "/proc/self/exe")
                    #expect(tracepoints_attached() == 1)
                    #expect(programs.attached == [message])
                    #expect(fireMessage([1]))
                    programs.detach(message)
                    #expect(programs.attached == [])
                    #expect(tracepoints_attached() == 0)
                    #expect(!fireMessage([1]))
                    #expect(try programs.counters()[message]?.hits == hits)
                }
                #expect(programs.consume { _ in true } == 3)
            }
        }

        @Test(arguments: [false, true]) func attachesToEveryProcessOfABinary(oneByOne: Bool) throws {
            let programs = try TracePrograms(kinds: [message], oneByOne: oneByOne)
            try programs.attach(message, pid: nil, path: "/proc/self/exe")
            #expect(fireMessage([1]))
            #expect(programs.consume { _ in true } == 1)
        }

        @Test(arguments: [false, true]) func attachingAgainDoesNotDoubleTheRecords(oneByOne: Bool) throws {
            let programs = try TracePrograms(kinds: [message], oneByOne: oneByOne)
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
            // The C++ library, which Swift needs too, has tracepoints, but no node's.
            let library = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/libstdc++.so.6" }
                .first(where: FileManager.default.fileExists(atPath:))
            #expect(reason(try #require(library)) == .tracepointMissing)
            #expect(programs.attached == [])
        }

        @Test func damagedObjectIsNamed() {
            for object in [[], [0x7f], Array(repeating: 0, count: 100), Array(BPFObject.bytes().prefix(2000))]
                as [[UInt8]]
            {
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
        #expect(throws: TraceError(.noSuchFile, systemError: ENOENT)) {
            try TracePrograms.tracepoints(inBinaryAt: "/nonexistent")
        }
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
