import ArgumentParser
import Daemon

/// Which events are archived.
struct FilterOptions: ParsableArguments, Sendable {
    @OptionGroup var kinds: KindOptions

    @Flag(help: "P2P messages that relay addresses (getaddr, addr, addrv2), beside the kinds that are given.")
    var addrRelay = false

    @Flag(help: "Connections and version messages, beside the kinds that are given.")
    var connectionsWithHandshakes = false

    @Flag(help: "Leaves out the raw bytes of transactions, which keep their ids, and the transactions of blocks.")
    var lowData = false

    @Flag(help: "Leaves out kinds that upstream's programs do not know: those on subjects of two words.")
    var upstreamOnly = false

    func validate() throws {
        guard !lowData || filter.treatment(of: "netmsg") == .reduce else {
            throw ValidationError("--low-data needs --messages")
        }
    }

    var filter: ArchiveFilter {
        ArchiveFilter(
            kinds: kinds, lowData: lowData, addrRelay: addrRelay, handshakes: connectionsWithHandshakes,
            upstreamOnly: upstreamOnly)
    }
}
