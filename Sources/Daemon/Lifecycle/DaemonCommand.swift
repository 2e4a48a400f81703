public import ArgumentParser

/// A program's command line; `-V` shows the version, like `--version`.
public protocol DaemonCommand: AsyncParsableCommand {
    /// Called first of all, while the process has one thread.
    static func prepareProcess()
}

extension DaemonCommand {
    public static func prepareProcess() {}

    public static func main() async {
        prepareProcess()
        let given = CommandLine.arguments.dropFirst()
        await main(given.map { $0 == "-V" ? "--version" : $0 })
    }
}
