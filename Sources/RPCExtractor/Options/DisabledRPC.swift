import ArgumentParser

/// `--disable-getpeerinfo` and so on: one for each RPC of the table.
enum DisabledRPC: String, EnumerableFlag {
    case getpeerinfo, getmempoolinfo, uptime, getnettotals, getmemoryinfo, getaddrmaninfo, getnetworkinfo
    case getorphantxs, estimatesmartfee, getchaintxstats, getblockchaininfo, getrawaddrman
    case getchaintips, getindexinfo, getzmqnotifications, listbanned, getdeploymentinfo, getmininginfo

    static func name(for value: Self) -> NameSpecification { .customLong("disable-\(value.rawValue)") }

    static func help(for value: Self) -> ArgumentHelp? { "Do not ask \(value.rawValue)." }
}
