import ArgumentParser
import Daemon

/// The options that name files about addresses.
struct NetworkOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "A list of addresses to count peers of, one address or CIDR block a line; may be given several times.",
            valueName: "name=file"))
    var ipList: [IPListOption] = []

    @Option(help: "A map of autonomous systems, in bitcoind's format, for peers that the node itself does not map.")
    var asmap: String?

    func files() throws -> NetworkFiles {
        let names = ipList.map(\.name)
        guard Set(names).count == names.count else { throw ValidationError("a list is given twice with --ip-list") }
        guard names.count <= IPListSet.limit - NetworkLists.builtIn.count else {
            throw ValidationError(
                "more than \(IPListSet.limit - NetworkLists.builtIn.count) lists given with --ip-list")
        }
        return NetworkFiles(
            ipList.map { NetworkFiles.Given(list: $0.name, path: $0.path) }
                + (asmap.map { [NetworkFiles.Given(list: nil, path: $0)] } ?? []))
    }
}
