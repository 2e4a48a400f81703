import ArgumentParser
import Foundation
import PeerObserver
import Testing

@testable import Alerts

/// What docs/operating-alerts.md says of detectors is what they say of themselves.
@Suite struct AlertDocsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/operating-alerts.md")
    private static let head = "<!-- Made from the detectors: UPDATE_GOLDEN=1 swift test --filter AlertDocsTests -->\n"
    private static let foot = "<!-- end -->\n"

    /// `UPDATE_GOLDEN=1` writes the sections anew.
    @Test func everyDetectorIsDocumented() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let parts = text.components(separatedBy: Self.head)
        try #require(parts.count == 2)
        let rest = parts[1].components(separatedBy: Self.foot)
        try #require(rest.count == 2)
        let wanted = parts[0] + Self.head + Self.sections + Self.foot + rest[1]
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try wanted.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.page, encoding: .utf8) == wanted)
    }

    @Test func upstreamsFlagsHaveTheDefaultsOfTheDetectors() throws {
        for (kind, values) in try UpstreamOptions.parse([]).parameters {
            let facts = try #require(DetectorTable.facts.first { $0.kind == kind })
            for (name, value) in values { #expect(facts.parameters.first { $0.name == name }?.value == value) }
        }
    }

    private static var sections: String {
        DetectorTable.facts.map { facts in
            var lines = [
                "### \(facts.kind)", facts.summary, "",
                "Severity \(facts.severity.word). Over after \(facts.resolveAfter) s without a finding.", "",
            ]
            if !facts.parameters.isEmpty {
                lines += ["| name | default | from, to | what |", "|---|---|---|---|"]
                for parameter in facts.parameters {
                    let range = "\(parameter.range.lowerBound.plain), \(parameter.range.upperBound.plain)"
                    lines.append("| `\(parameter.name)` | \(parameter.value.plain) | \(range) | \(parameter.help) |")
                }
                lines.append("")
            }
            return lines.joined(separator: "\n") + "\n"
        }.joined()
    }
}
