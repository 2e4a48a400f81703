import ArchiveFormat
import ArgumentParser
import Daemon
import EventOutput
import Glibc
import PeerObserver

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints events as JSON lines or CSV, or makes a Parquet file of them.",
        discussion: "Parquet needs Python with pyarrow or duckdb, or the command duckdb.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, csv, parquet
    }

    @OptionGroup var input: InputOptions

    @Option(help: "json (one object a line, as the logger's), csv or parquet.")
    var format: Format

    @Option(name: .shortAndLong, help: "The new file; standard output unless given, which Parquet cannot go to.")
    var output: String?

    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Leaves the column content of CSV and Parquet empty: everything that is not in the other columns.")
    var withoutContent = false

    @Option(help: "The Python that makes Parquet.")
    var python = "python3"

    @Flag(help: "Replaces a file that is there already.")
    var force = false

    func validate() throws {
        guard format != .parquet || output != nil else { throw ValidationError("--format parquet needs --output FILE") }
        guard format != .json || !withoutContent else {
            throw ValidationError("--without-content is for csv and parquet")
        }
    }

    func run() throws {
        let paths = try input.paths()
        if let output { try OutputPlan.check(output, against: paths, force: force, isArchive: false) }
        let export = EventExport(paths: paths, selection: selection)
        let result: EventExport.Result
        do {
            switch format {
            case .json: result = try writeLines(export)
            case .csv: result = try writeTable(export)
            case .parquet: result = try writeParquet(export, output ?? "")
            }
        } catch is ExportFile.ReaderGone {
            return
        }
        if let output { Console.note("\(output): \(result.events) events of \(paths.count) archives") }
        for failure in result.failures { Console.error("\(failure.path): \(failure.error)") }
        if result.leftOut > 0 { Console.error("\(result.leftOut) events that cannot be decoded were left out") }
        if result.failures.count == paths.count, result.events == 0 { throw ToolExit.failed.error }
        if result.leftOut > 0 || !result.failures.isEmpty { throw ToolExit.damaged.error }
    }

    /// Has `fill` write into the file, and gives it its name where that goes well.
    private func withFile(_ fill: (ExportFile) throws -> EventExport.Result) throws -> EventExport.Result {
        let file = try ExportFile(output)
        do {
            let result = try fill(file)
            try file.finish()
            return result
        } catch {
            file.discard()
            throw error
        }
    }

    private func writeLines(_ export: EventExport) throws -> EventExport.Result {
        try withFile { file in
            var lines = JSONVisitor(form: .hex)
            let result = try export.run { event, _ in
                event.visit(&lines)
                lines.output.text("\n")
                guard lines.output.count >= Self.writeMark else { return }
                try lines.output.withUnsafeBytes { try file.write($0) }
                lines.output.removeAll()
            }
            try lines.output.withUnsafeBytes { try file.write($0) }
            return result
        }
    }

    private func writeTable(_ export: EventExport) throws -> EventExport.Result {
        try withFile { file in
            var table = EventTable(.csv, hasContent: !withoutContent)
            let result = try export.run { event, kind in
                table.append(event, kind: kind)
                guard table.output.count >= Self.writeMark else { return }
                try table.output.withUnsafeBytes { try file.write($0) }
                table.removeAll()
            }
            try table.output.withUnsafeBytes { try file.write($0) }
            return result
        }
    }

    private func writeParquet(_ export: EventExport, _ output: String) throws -> EventExport.Result {
        let program = try ParquetProgram.find(python: python)
        let partial = output + ExportFile.partialEnding
        guard FileKind(partial) == nil else { throw ToolError("\(partial) is there already") }
        do {
            let process = try program.start(partial)
            func write(_ table: borrowing EventTable) throws {
                let isWritten = table.output.withUnsafeBytes { process.write($0) }
                guard isWritten else { throw ToolError("\(program.name) stopped reading") }
            }
            var table = EventTable(.exact, hasContent: !withoutContent)
            let result = try export.run { event, kind in
                table.append(event, kind: kind)
                guard table.output.count >= Self.writeMark else { return }
                try write(table)
                table.removeAll()
            }
            try write(table)
            let code = process.wait()
            guard code == 0 else { throw ToolError("\(program.name) ended with exit code \(code)") }
            guard rename(partial, output) == 0 else { throw ToolError("cannot finish \(output): \(errnoText(errno))") }
            if table.shortened > 0 {
                Console.error("\(table.shortened) events are too long to have their content in the table")
            }
            return result
        } catch {
            unlink(partial)
            throw error
        }
    }

    /// Bytes that are gathered before they are written.
    private static let writeMark = 1 << 18
}
