import Daemon
import Foundation
import Logging
import PeerObserver
import TestSupport
import Testing

@testable import ConnectivityCheck

@Suite struct CSVTests {
    private static let moment = Moment(monotonic: 0, unix: 1_700_000_001_500_000_000)

    private static func result(
        _ outcome: Outcome = .success, version: Version? = Sample.version, isCached: Bool = false
    ) -> CheckResult {
        CheckResult(
            announcement: Sample.announcement(Sample.ipv4("1.2.3.4"), Sample.source(isTorExit: true)), outcome: outcome,
            attempt: isCached ? nil : AttemptResult(outcome: outcome, connectDuration: 1, version: version),
            moment: moment)
    }

    private static func line(_ result: CheckResult) -> String {
        var writer = ByteWriter()
        CSVRow.append(result, into: &writer)
        return String(decoding: writer.array, as: UTF8.self)
    }

    private static func field(_ text: String) -> String {
        var writer = ByteWriter()
        CSVRow.text(Array(text.utf8), into: &writer)
        return String(decoding: writer.array.dropFirst(), as: UTF8.self)
    }

    @Test func columnsAreUpstreams() {
        let header =
            "result_timestamp,addr_address,addr_port,addr_services,addr_timestamp,addr_network_type,addr_version,"
            + "source_address,source_id,source_tor_exit_node,result_success,result_cached,version,version_useragent,"
            + "version_relay,version_version,version_services,version_start_height,version_nonce,version_timestamp,"
            + "version_sender_address,version_sender_port\n"
        var writer = ByteWriter()
        CSVRow.header(into: &writer)
        #expect(String(decoding: writer.array, as: UTF8.self) == header)
    }

    /// `addr_timestamp` is that of the address; the receiver, this host, is not there.
    @Test func rowsHaveTheValuesOfTheirColumns() {
        #expect(
            Self.line(Self.result())
                == "1700000001,IPv4(1.2.3.4),8333,1033,1699999000,IPv4,addrv2,198.51.100.7,7,true,true,false,true,"
                + "/Satoshi:31.0.0/,true,70016,1033,900000,77,1700000000,0.0.0.0,0\n")
        #expect(
            Self.line(Self.result(.refused, version: nil))
                == "1700000001,IPv4(1.2.3.4),8333,1033,1699999000,IPv4,addrv2,198.51.100.7,7,true,false,false,false,,"
                + "false,0,0,-1,0,0,,0\n")
        #expect(Self.line(Self.result(isCached: true)).contains(",true,true,false,,false,0,0,-1,0,0,,0\n"))
        #expect(!Self.line(Self.result()).contains("203.0.113.99"))
    }

    @Test(arguments: [
        ("/Satoshi:27.0.0/", "/Satoshi:27.0.0/"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("a\nb\r\n", "a\\x0ab\\x0d\\x0a"), ("\u{1b}[2J\u{0}\t", "\\x1b[2J\\x00\\x09"),
        ("ü\u{202e}", "\\xc3\\xbc\\xe2\\x80\\xae"),
        ("a\\x41", "a\\x5cx41"), ("=1+1", "\\x3d1+1"), ("+1", "\\x2b1"), ("-1", "\\x2d1"), ("@sum", "\\x40sum"),
        ("a=b", "a=b"), ("/x/;=cmd", "/x/;\\x3dcmd"), ("/x/; =cmd", "/x/; \\x3dcmd"), (" =1", " \\x3d1"),
        ("==1", "\\x3d=1"),
        ("a,=1", "\"a,\\x3d1\""), ("\"=1", "\"\"\"\\x3d1\""), ("/Satoshi:27.0.0(a; b)/", "/Satoshi:27.0.0(a; b)/"),
        ("\t=1", "\\x09=1"),
    ]) func hostileTextStaysText(text: String, expected: String) { #expect(Self.field(text) == expected) }

    /// Python's reader is the judge: whatever a peer calls itself, a row has its 22 fields and no line break within.
    @Test(.enabled(if: isExecutable("/usr/bin/python3"), "needs python3"))
    func anotherReaderFindsTheSameFields() throws {
        let directory = try TemporaryDirectory()
        var writer = ByteWriter()
        var agents: [[UInt8]] = []
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var version = Sample.version
            let pieces = [",", "\"", "\n", "\r", "=", ";", "a", " ", "\u{0}", "\\", "é", "'", "\t", "\u{85}", "-"]
            version.userAgent = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
            agents.append(Array(version.userAgent.utf8))
            CSVRow.append(Self.result(version: version), into: &writer)
        }
        let file = try directory.write(String(decoding: writer.array, as: UTF8.self), to: "rows.csv")
        let script = """
            import csv, sys
            rows = list(csv.reader(open(sys.argv[1], newline='', encoding='ascii'), strict=True))
            assert all(len(row) == 22 for row in rows), [len(row) for row in rows]
            for row in rows:
                text, out, i = row[13], bytearray(), 0
                assert not text.lstrip(' "\\'')[:1] in ('=', '-', '+', '@') or not text, text
                while i < len(text):
                    if text[i] == '\\\\':
                        out.append(int(text[i + 2:i + 4], 16)); i += 4
                    else:
                        out.append(ord(text[i])); i += 1
                print(out.hex())
            print('rows', len(rows))
            """
        let process = try ChildProcess("/usr/bin/python3", ["-c", script, file])
        #expect(process.wait() == 0, "\(process.output.suffix(5))")
        try process.line(containing: "rows 500")
        #expect(process.output.dropLast().map { $0 } == agents.map(Hex.encode))
    }

    @Test func bytesThatAreNoTextAreKept() {
        var version = Sample.version
        version.userAgent = "a\u{fffd}"
        version.rawUserAgent = [0x61, 0xff]
        #expect(Self.line(Self.result(version: version)).contains(",a\\xff,"))
    }

    // MARK: Files

    private static let header = Array("a,b\n".utf8)
    private static let row = Array("1,2\n".utf8)

    private func files(_ directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    private func content(_ directory: TemporaryDirectory, _ name: String) throws -> String {
        try String(contentsOf: URL(filePath: "\(directory.path)/\(name)"), encoding: .utf8)
    }

    @Test func filesAreRotatedBySize() throws {
        let directory = try TemporaryDirectory()
        let files = CSVFiles(.init(directory: directory.path, largestSize: 12, longestAge: 0), header: Self.header)
        for time in [100, 100, 101, 102, 103] { try files.append(Self.row, at: time) }
        files.end()
        #expect(
            try self.files(directory) == [
                "addr-connectivity-100.csv", "addr-connectivity-101.csv", "addr-connectivity-103.csv",
            ])
        #expect(try content(directory, "addr-connectivity-100.csv") == "a,b\n1,2\n1,2\n")
        #expect(try content(directory, "addr-connectivity-103.csv") == "a,b\n1,2\n")
    }

    @Test func filesAreRotatedByAgeAndEmptyOnesAreNot() throws {
        let directory = try TemporaryDirectory()
        let files = CSVFiles(.init(directory: directory.path, largestSize: 0, longestAge: 60), header: Self.header)
        try files.begin(at: 100)
        for time in [200, 230, 259, 260, 261] { try files.append(Self.row, at: time) }
        files.end()
        #expect(try self.files(directory) == ["addr-connectivity-100.csv", "addr-connectivity-230.csv"])
        #expect(try content(directory, "addr-connectivity-100.csv") == "a,b\n1,2\n")
        #expect(try content(directory, "addr-connectivity-230.csv") == "a,b\n" + String(repeating: "1,2\n", count: 4))
    }

    @Test func ofTooMuchTheOldestFilesOfThisRunAreDeleted() throws {
        let directory = try TemporaryDirectory()
        try directory.write(String(repeating: "x", count: 100), to: "addr-connectivity-99.csv")
        let files = CSVFiles(
            .init(directory: directory.path, largestSize: 12, longestAge: 0, kept: 25), header: Self.header)
        for time in 100..<110 { try files.append(Self.row, at: time) }
        files.end()
        #expect(
            try self.files(directory) == [
                "addr-connectivity-106.csv", "addr-connectivity-108.csv", "addr-connectivity-99.csv",
            ])
        #expect(files.deletedCount == 3)
    }

    @Test func filesThatAreThereAreNotTouched() throws {
        let directory = try TemporaryDirectory()
        try directory.write("mine", to: "addr-connectivity-100.csv")
        let files = CSVFiles(.init(directory: directory.path), header: Self.header)
        try files.append(Self.row, at: 100)
        files.end()
        #expect(try content(directory, "addr-connectivity-100.csv") == "mine")
        #expect(try content(directory, "addr-connectivity-100-2.csv") == "a,b\n1,2\n")
    }

    @Test func folderThatCannotBeWrittenToIsAnErrorAtTheStart() {
        #expect(throws: DaemonError.self) {
            try CSVWriter(
                .init(directory: "/nonexistent/folder"), counts: CSVCounts(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
    }

    /// A file system that fills up: rows are whole or not there, their loss is counted, and it goes on when there is room.
    @Test(.enabled(if: SmallFileSystem.obstacle == nil, "\(SmallFileSystem.obstacle ?? "")"))
    func fullDiskLosesWholeRowsAndCountsThem() throws {
        let small = try SmallFileSystem(kilobytes: 128)
        small.fill(kilobytes: 64)
        let counts = CSVCounts()
        let writer = try CSVWriter(
            .init(directory: small.directory.path), counts: counts,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // Some 170 bytes a row.
        func append(_ rows: Int) {
            for row in 1...rows {
                writer.append(Self.result())
                if row % 50 == 0 { writer.flush() }
            }
        }
        append(1000)
        writer.flushAndWait()
        #expect(counts.lost.value > 0 && counts.written.value > 0 && counts.lost.value + counts.written.value == 1000)
        small.free()
        let before = counts.written.value
        append(50)
        writer.close()
        #expect(counts.written.value == before + 50)
        let names = try files(small.directory)
        let lines = try names.flatMap { try content(small.directory, $0).split(separator: "\n") }
        #expect(lines.count == Int(counts.written.value) + names.count)
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 22 })
    }

    @Test func writerFlushesAllRowsWhenItIsClosed() throws {
        let directory = try TemporaryDirectory()
        let counts = CSVCounts()
        let writer = try CSVWriter(
            .init(directory: directory.path), counts: counts,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        for _ in 0..<5000 { writer.append(Self.result()) }
        writer.close()
        let names = try files(directory)
        #expect(names.count == 1)
        let lines = try content(directory, names[0]).split(separator: "\n")
        #expect(lines.count == 5001 && lines[0].hasPrefix("result_timestamp,"))
        #expect(counts.written.value == 5000 && counts.lost.value == 0 && counts.files.value == 1)
    }
}
