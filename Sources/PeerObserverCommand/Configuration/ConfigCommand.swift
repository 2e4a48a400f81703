import ArgumentParser
import Daemon
import Glibc

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks, shows and begins configurations.",
        subcommands: [Check.self, Show.self, Example.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what is wrong with a configuration file: one line each, with its place.",
            discussion: "Exit code 0: nothing; 1: something. The environment is not looked at.")

        @Argument(help: "The file.")
        var file: String

        func run() throws {
            let check = ConfigurationCheck(Settings(file: ConfigurationFile(path: file), environment: [:], flags: []))
            for problem in check.problems { Console.print(problem.description) }
            guard check.problems.allSatisfy(\.isWarning) else { throw ExitCode.failure }
            Console.print("\(file): \(check.settings.given.count) keys, nothing wrong")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the values that up would use, and where each comes from; secrets are left out.",
            discussion: "Exit code 1: something is wrong; it is told on stderr.")

        @OptionGroup var options: SettingsOptions

        func run() throws {
            var settings = options.settings(Console.environment)
            settings.findNode()
            let problems = ConfigurationCheck(settings).problems
            for problem in problems { Console.printError(problem.description) }
            Console.print(ConfigurationDocument.effective(settings), escaping: false)
            guard problems.allSatisfy(\.isWarning) else { throw ExitCode.failure }
        }
    }

    struct Example: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a configuration file with every key, commented out, and what it means.")

        func run() throws { Console.print(ConfigurationDocument.example, escaping: false) }
    }
}
