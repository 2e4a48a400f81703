import Foundation
import PeerObserver
import Testing

@testable import RPCExtractor

/// The table of differences in `Fixtures/README.md` is what the recorded answers say.
@Suite struct DifferenceTests {
    /// Objects whose members' names are data and say nothing of the version: they count as one, `*`.
    private static let namedByData: Set<String> = [
        "getrawaddrman.new", "getrawaddrman.tried", "getpeerinfo.bytessent_per_msg", "getpeerinfo.bytesrecv_per_msg",
    ]

    /// Adds every member at and below `path` with the type of its value; what objects in a list have is the list's.
    private func collect(
        _ reader: inout JSONReader, at path: String, inList: Bool = false, into types: inout [String: Set<String>]
    ) throws(JSONError) {
        let kind = try reader.kind()
        if !inList { types[path, default: []].insert("\(kind)") }
        switch kind {
        case .object:
            try reader.beginObject()
            while try reader.nextKey() {
                let name = Self.namedByData.contains(path) ? "*" : reader.keyText
                try collect(&reader, at: "\(path).\(name)", into: &types)
            }
        case .array:
            try reader.beginArray()
            while try reader.nextElement() { try collect(&reader, at: path, inList: true, into: &types) }
        default: try reader.skip()
        }
    }

    private func members(_ method: String, _ folder: String) throws -> [String: String] {
        guard !(Fixture.lacking[folder]?.contains(method) ?? false) else { return [:] }
        let answer = try Fixture.answer(method, folder)
        var reader = JSONReader(answer.span.bytes)
        var types: [String: Set<String>] = [:]
        try collect(&reader, at: method, into: &types)
        return types.mapValues { $0.sorted().joined(separator: " or ") }
    }

    /// The members that not every version has, or not as the same type.
    private func table() throws -> String {
        let folders = Fixture.recorded
        var rows = ["| member | \(folders.joined(separator: " | ")) |", "|---|" + folders.map { _ in "---|" }.joined()]
        for rpc in RPC.all {
            let columns = try folders.map { try members(rpc.method, $0) }
            for path in Set(columns.flatMap(\.keys)).sorted() {
                // What is inside of something that a version has not is not told of that version.
                let parent = path.split(separator: ".").dropLast().joined(separator: ".")
                let having = columns.filter { parent.isEmpty || $0[parent] != nil }
                guard Set(having.map { $0[path] }).count > 1 else { continue }
                let isOneType = Set(columns.compactMap { $0[path] }).count == 1
                let cells = columns.map { column in column[path].map { isOneType ? "yes" : $0 } ?? "" }
                rows.append("| `\(path)` | \(cells.joined(separator: " | ")) |")
            }
        }
        return rows.joined(separator: "\n")
    }

    @Test func tableOfDifferencesIsThatOfTheAnswers() throws {
        let file = Fixture.directory.appending(path: "README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- differences -->\n")).upperBound
        let range = start..<(try #require(text.range(of: "\n<!-- end -->")).lowerBound)
        let table = try table()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.replacingCharacters(in: range, with: table).write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[range] == table)
        }
        #expect(table.count { $0 == "\n" } > 10)
    }
}
