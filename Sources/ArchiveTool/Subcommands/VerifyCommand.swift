import ArchiveFormat
import ArgumentParser
import PeerObserver

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads archives to their end: checksums, every event, and the index against the content.",
        discussion:
            "Exit code 0: all are whole; 1: one is damaged, or its index does not fit; 2: wrong arguments; 3: one cannot be read."
    )

    @OptionGroup var input: InputOptions

    @Flag(help: "Prints a JSON object for each archive, one a line.")
    var json = false

    func run() throws {
        var (isDamaged, isUnread) = (false, false)
        for path in try input.paths() {
            do throws(ArchiveError) {
                let result = try ArchiveVerification(of: path)
                if !result.isWhole { isDamaged = true }
                if json { printJSON(path, result) } else { printText(path, result) }
            } catch {
                isUnread = true
                Console.error("\(path): \(error)")
            }
        }
        if isUnread { throw ToolExit.failed.error }
        if isDamaged { throw ToolExit.damaged.error }
    }

    private func printText(_ path: String, _ result: ArchiveVerification) {
        var lines = ["\(path.printable): \(result.isWhole ? "whole" : "DAMAGED")"]
        lines[0] += ", \(result.events) events, \(result.fileBytes) bytes (\(result.contentBytes) decompressed), "
        switch result.index {
        case .none: lines[0] += "no index"
        case .inside, .beside: lines[0] += "index of \(result.blocks) blocks"
        case .refused: lines[0] += "index refused"
        }
        if !result.hasChecksums { lines[0] += ", not all of it with checksums" }
        lines += result.problems.map { "  \($0.printable)" }
        if result.problemCount > result.problems.count {
            lines.append("  and \(result.problemCount - result.problems.count) more")
        }
        for (count, what) in [
            (result.undecodableEvents, "events that are none"), (result.unknownEvents, "events of a newer contract"),
            (result.repeatedEvents, "events that came before, by their sequence"),
            (result.lateEvents, "events earlier than one before them, by up to \(result.latest) ms"),
        ] where count > 0 {
            lines.append("  \(count) \(what)")
        }
        Console.output(lines.joined(separator: "\n") + "\n")
    }

    private func printJSON(_ path: String, _ result: ArchiveVerification) {
        var json = JSONVisitor(form: .hex)
        json.beginMessage("", shape: .fields)
        func field(_ name: StaticString, _ json: inout JSONVisitor) { json.beginField(name, label: name) }
        field("path", &json)
        json.string(path)
        field("is_whole", &json)
        json.bool(result.isWhole)
        field("index", &json)
        json.string("\(result.index)")
        field("has_checksums", &json)
        json.bool(result.hasChecksums)
        for (name, value) in [
            ("events", result.events), ("bytes", result.fileBytes), ("content_bytes", result.contentBytes),
            ("blocks", UInt64(result.blocks)), ("undecodable", result.undecodableEvents),
            ("unknown", result.unknownEvents), ("repeated", result.repeatedEvents), ("late", result.lateEvents),
            ("latest_ms", result.latest), ("problem_count", UInt64(result.problemCount)),
        ] as [(StaticString, UInt64)] {
            field(name, &json)
            json.unsigned(value)
        }
        field("problems", &json)
        json.beginList()
        for problem in result.problems {
            json.beginElement()
            json.string(problem)
        }
        json.endList()
        json.endMessage(shape: .fields)
        json.output.text("\n")
        json.output.withUnsafeBytes { Console.output($0) }
    }
}
