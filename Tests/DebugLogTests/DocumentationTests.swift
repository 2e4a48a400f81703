import DebugLog
import Foundation
import PeerObserver
import TestSupport
import Testing

/// The schema, the table of kinds and the documentation name the same things.
@Suite struct DocumentationTests {
    private static let repository = FixtureLine.folder.deletingLastPathComponent().deletingLastPathComponent()

    @Test func everyKindIsDocumented() throws {
        let text = try String(contentsOf: Self.repository.appending(path: "docs/debug-log.md"), encoding: .utf8)
        for kind in LogKind.allCases where kind != .unknown { #expect(text.contains("`\(kind.name)`"), "\(kind.name)") }
    }

    @Test func everyDetailOfTheSchemaIsAKindOfTheSameName() throws {
        let text = try String(contentsOf: Self.repository.appending(path: "proto/log_extractor.proto"), encoding: .utf8)
        let details = text.matches(of: /(?m)^    \w+Line (\w+) = \d+;/).map { String($0.1) }
        #expect(details == LogKind.allCases.dropFirst().map(\.name))
    }

    @Test func thereIsASampleOfEveryKind() {
        let kinds = SampleLogDetails.all.map { LogKind($0) }
        #expect(kinds == Array(LogKind.allCases.dropFirst()))
    }
}
