public import ArgumentParser

/// A program's command line; `-V` shows the version, like `--version`.
public protocol DaemonCommand: AsyncParsableCommand {}

extension DaemonCommand {
    public static func main() async {
        let given = CommandLine.arguments.dropFirst()
        await main(given.map { $0 == "-V" ? "--version" : $0 })
    }
}
