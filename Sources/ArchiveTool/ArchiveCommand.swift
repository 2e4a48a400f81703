import ArchiveFormat
import ArgumentParser
import Daemon
import Glibc

@main
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Looks into archives, checks them, and makes new ones of them.",
        discussion: """
            Exit codes: 0 all is well; 1 an archive is damaged or events were left out, but what there is was given; 2 wrong arguments; \
            3 nothing could be done.
            """,
        version: daemonVersion,
        subcommands: [
            InfoCommand.self, VerifyCommand.self, RepairCommand.self, CutCommand.self, MergeCommand.self,
            ConvertCommand.self, RedactCommand.self, ExportCommand.self,
        ])

    static func main() {
        // A reader that goes away is an error of write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let given = CommandLine.arguments.dropFirst()
        do {
            var command = try parseAsRoot(given.map { $0 == "-V" ? "--version" : $0 })
            try command.run()
        } catch let failure as ToolError {
            Console.error(failure.description)
            Glibc.exit(ToolExit.failed.rawValue)
        } catch let failure as ArchiveError {
            Console.error(failure.description)
            Glibc.exit(ToolExit.failed.rawValue)
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            let message = Array((fullMessage(for: error) + "\n").utf8)
            message.withUnsafeBytes { _ = Console.write($0, to: STDERR_FILENO) }
            Glibc.exit(ToolExit.usage.rawValue)
        }
    }
}

/// How the program ends.
enum ToolExit: Int32 {
    /// An archive is damaged, or something was left out.
    case damaged = 1
    case usage = 2
    /// Nothing could be done.
    case failed = 3

    /// Ends the command with this code.
    var error: ExitCode { ExitCode(rawValue) }
}

/// Why nothing could be done.
struct ToolError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
