import DebugLog
import PeerObserver
import Testing

/// Every wording of every kind, in Core's versions from 24 on, behind every prefix that a node can write.
@Suite struct WordingTests {
    /// How a node is told to write its lines.
    struct Style: CustomTestStringConvertible {
        let testDescription: String
        var time = "2026-11-20T20:49:20Z "
        var thread = ""
        var source = ""
        /// -loglevelalways
        var writesLevel = false

        static let all = [
            Style(testDescription: "plain"),
            Style(testDescription: "microseconds", time: "2026-11-20T20:49:20.402839Z "),
            Style(testDescription: "mock time", time: "2026-11-20T20:49:20Z (mocktime: 2026-11-20T20:54:20Z) "),
            Style(testDescription: "thread", thread: "[msghand] "),
            Style(testDescription: "thread named like a category", thread: "[net] "),
            Style(testDescription: "source", source: "[net_processing.cpp:3609] [ProcessMessage] "),
            Style(testDescription: "function with brackets", source: "[./a/b.h:1] [f(int [2]) [with T = X[]]] "),
            Style(testDescription: "thread and source", thread: "[http.00] ", source: "[net.cpp:1] [operator()] "),
            Style(testDescription: "level", writesLevel: true),
            Style(
                testDescription: "thread, source and level", thread: "[a-new.thread] ", source: "[a.cpp:1] [b] ",
                writesLevel: true),
            Style(testDescription: "no time", time: ""),
            Style(testDescription: "no time, but a thread", time: "", thread: "[msghand] "),
            Style(testDescription: "suppressing", time: "[*] 2026-11-20T20:49:20Z "),
            Style(testDescription: "before v0.17", time: "2017-11-20 20:49:20 "),
        ]

        func line(_ message: String) -> String {
            time + thread + source + (writesLevel ? withLevel(message) : message)
        }

        /// `[net] …` as `[net:debug] …`, what has no bracket as `[all:info] …`, `[warning] …` as `[all:warning] …`.
        private func withLevel(_ message: String) -> String {
            guard message.hasPrefix("["), let end = message.firstIndex(of: "]") else { return "[all:info] " + message }
            let bracket = message[message.index(after: message.startIndex)..<end]
            let rest = message[message.index(after: end)...]
            if ["warning", "error"].contains(bracket) { return "[all:\(bracket)]\(rest)" }
            if bracket.contains(":") { return message }
            guard LogCategory.allCases.contains(where: { $0.name == bracket }) else { return "[all:info] " + message }
            return "[\(bracket):debug]\(rest)"
        }
    }

    @Test(arguments: Style.all) func everyWordingIsUnderstoodBehindEveryPrefix(_ style: Style) throws {
        #expect(!FixtureLine.wordings.isEmpty)
        var parser = LogParser()
        // Another thread of this node, so that the style is known.
        var first = style
        if !style.thread.isEmpty { first.thread = "[init] " }
        _ = parser.event(first.line("init message: Loading block index…"))
        for line in FixtureLine.wordings {
            let event = parser.event(style.line(line.text))
            let found = try event.judged
            let wanted = try line.judged
            #expect(
                [found[1], found[2], found[6], found[7]] == [wanted[1], wanted[2], wanted[6], wanted[7]],
                "\(line.testDescription)")
            #expect(event.threadname == style.thread.trimmed)
            #expect(
                event.sourceFile
                    == (style.source.isEmpty ? nil : String(style.source.dropFirst().split(separator: ":")[0])))
            #expect((event.mockTime != nil) == style.time.contains("mocktime"))
            #expect(event.suppressing == (style.time.hasPrefix("[*]") ? true : nil))
            #expect((event.logTimestamp == 0) == style.time.isEmpty)
        }
    }

    @Test func everyKindHasAWording() {
        let found = Set(FixtureLine.wordings.map(\.kind) + ["continuation"])
        for kind in LogKind.allCases { #expect(found.contains(kind.name), "\(kind.name)") }
    }

    @Test func textThatIsNotUnderstoodIsKeptWithoutItsPrefix() {
        for line in FixtureLine.wordings where line.kind == "unknown" {
            var parser = LogParser()
            let event = parser.event("2026-11-20T20:49:20Z [msghand] " + line.text)
            guard case .unknownLogMessage(let message) = event.event else {
                Issue.record("\(line.testDescription)")
                continue
            }
            #expect(line.text.hasSuffix(message.rawMessage) && !message.rawMessage.hasPrefix("[net"))
        }
    }
}

extension String {
    /// Without the brackets and the space of a group.
    fileprivate var trimmed: String { String(drop { $0 == "[" }.prefix { $0 != "]" }) }
}
