import Foundation
import PeerObserver
import TestSupport
import Testing

/// Independent protobuf implementations must agree with the codec, both ways, on every message of the contract.
@Suite struct CodecJudgesTests {
    private static let hasPython = Tool.protoc != nil && Tool.python != nil
    private static let needsPython: Comment = "needs the Debian packages protobuf-compiler and python3-protobuf"

    private struct Record {
        let type: String
        let bytes: [UInt8]
        var message: any WireMessage.Type { get throws { try #require(ContractMessages.types[type]) } }
    }

    private static func records(_ data: Data) throws -> [Record] {
        try data.split(separator: UInt8(ascii: "\n")).map { line in
            let columns = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            let hex = String(decoding: columns[1], as: UTF8.self)
            return Record(type: String(decoding: columns[0], as: UTF8.self), bytes: try #require(Hex.decode(hex)))
        }
    }

    /// Messages that Python made at random: every type, each field present and absent, extreme values.
    private static func generated(seed: String, each: Int, options: [String] = []) throws -> [Record] {
        try Tool.withDescriptors { descriptors, folder in
            let file = folder.appending(path: "records")
            _ = try Tool.judge(["generate", descriptors, seed, String(each), file.path] + options)
            return try records(Data(contentsOf: file))
        }
    }

    /// Python's verdict on messages that Swift encoded, with their JSON.
    private static func check(_ messages: [(type: String, bytes: [UInt8], json: [UInt8])]) throws -> [String: Any] {
        try Tool.withDescriptors { descriptors, folder in
            let file = folder.appending(path: "records")
            var lines = ByteWriter()
            for message in messages {
                lines.utf8(message.type + "\t" + Hex.encode(message.bytes) + "\t")
                lines.bytes(message.json)
                lines.text("\n")
            }
            try Data(lines.array).write(to: file)
            let verdict = try Tool.judge(["check", descriptors, file.path])
            return try #require(try JSONSerialization.jsonObject(with: verdict) as? [String: Any])
        }
    }

    @Test(.enabled(if: hasPython, needsPython), arguments: ["1", "2", "3"])
    func pythonsMessagesComeBackByteForByte(seed: String) throws {
        let records = try Self.generated(seed: seed, each: 15)
        #expect(Set(records.map(\.type)) == Set(ContractMessages.types.keys))
        var passed: [(type: String, bytes: [UInt8], json: [UInt8])] = []
        for record in records {
            let (bytes, json) = try ContractMessages.pass(record.bytes, through: try record.message)
            #expect(Hex.encode(bytes) == Hex.encode(record.bytes), "\(record.type)")
            passed.append((record.type, bytes, json))
        }
        let verdict = try Self.check(passed)
        #expect(verdict["records"] as? Int == records.count)
        #expect(verdict["missing"] as? [String] == [])
    }

    @Test(.enabled(if: hasPython, needsPython))
    func pythonReadsWhatSwiftBuilt() throws {
        let samples = SampleEvents.all + SampleEvents.onlyRead
        let header = ArchiveHeader(created: .max, lowData: true, filters: ["a", ""], runID: .max)
        let verdict = try Self.check(
            samples.map { ("event.Event", $0.event.encoded(), ContractMessages.json($0.event)) }
                + [
                    ("header.ArchiveHeader", header.encoded(), ContractMessages.json(header))
                ])
        #expect(verdict["records"] as? Int == samples.count + 1)
    }

    @Test(.enabled(if: hasPython, needsPython))
    func protocReadsAndWritesTheSameBytes() throws {
        let protoc = try #require(Tool.protoc)
        for record in try Self.generated(seed: "protoc", each: 2) {
            let encoded = try ContractMessages.pass(record.bytes, through: try record.message).bytes
            let text = try Tool.run(
                protoc, ["-Iproto", "--decode=\(record.type)"] + Tool.protoFiles, input: Data(encoded))
            let again = try Tool.run(
                protoc, ["-Iproto", "--deterministic_output", "--encode=\(record.type)"] + Tool.protoFiles, input: text)
            #expect([UInt8](again) == encoded, "\(record.type)")
            #expect(try ContractMessages.pass([UInt8](again), through: try record.message).bytes == encoded)
        }
    }

    @Test(
        .enabled(
            if: hasPython && Tool.protocC != nil && Tool.compiler != nil,
            "needs python3-protobuf, protobuf-c-compiler, libprotobuf-c-dev and a C compiler"))
    func protobufCReadsAndWritesTheSameBytes() throws {
        let generated = try Self.generated(seed: "c", each: 15, options: ["no-zero"])
        let samples = (SampleEvents.all + SampleEvents.onlyRead).map {
            Record(type: "event.Event", bytes: $0.event.encoded())
        }
        let records = generated + samples
        let encoded = try records.map { try ContractMessages.pass($0.bytes, through: try $0.message).bytes }
        let lines = zip(records, encoded).map { "\($0.type)\t\(Hex.encode($1))\n" }.joined()
        let output = try Tool.withFolder { folder in
            let program = try Self.buildReencoder(in: folder)
            return try Tool.run(program, [], input: Data(lines.utf8))
        }
        let answers = try Self.records(output)
        #expect(answers.count == records.count)
        for (answer, bytes) in zip(answers, encoded) {
            #expect(Hex.encode(answer.bytes) == Hex.encode(bytes), "\(answer.type)")
        }
    }

    /// Compiles what protoc-c makes of the contract, and reencode.c around it.
    private static func buildReencoder(in folder: URL) throws -> String {
        let path = folder.path
        let files = Tool.protoFiles
        try Tool.run(try #require(Tool.protocC), ["-Iproto", "--c_out=\(path)"] + files)
        let stems = files.map { String($0.dropLast(".proto".count)) + ".pb-c" }
        var table = stems.map { "#include \"\($0).h\"\n" }.joined()
        table += "static const ProtobufCMessageDescriptor *const descriptors[] = {\n"
        for stem in stems {
            let header = try String(contentsOf: folder.appending(path: stem + ".h"), encoding: .utf8)
            for match in header.matches(of: /ProtobufCMessageDescriptor (\w+__descriptor);/) {
                table += "&\(match.1),\n"
            }
        }
        table += "};\n"
        try table.write(to: folder.appending(path: "descriptors.h"), atomically: true, encoding: .utf8)
        try Tool.run(
            try #require(Tool.compiler),
            ["-O1", "-I\(path)", "-o", path + "/reencode", "Tests/CodecJudges/reencode.c"]
                + stems.map { "\(path)/\($0).c" } + ["-lprotobuf-c"])
        return path + "/reencode"
    }
}
