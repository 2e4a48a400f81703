/// A chain that a node can be on.
struct Chain: Sendable, Equatable {
    /// The word of `-chain=`.
    let name: String
    /// The folder below the data directory; empty for the main chain.
    let folder: String
    let rpcPort: Int
    /// What our programs call it.
    let network: String

    static let all = [
        Chain(name: "main", folder: "", rpcPort: 8332, network: "mainnet"),
        Chain(name: "test", folder: "testnet3", rpcPort: 18332, network: "testnet3"),
        Chain(name: "testnet4", folder: "testnet4", rpcPort: 48332, network: "testnet4"),
        Chain(name: "signet", folder: "signet", rpcPort: 38332, network: "signet"),
        Chain(name: "regtest", folder: "regtest", rpcPort: 18443, network: "regtest"),
    ]

    static let main = all[0]

    static func named(_ name: String) -> Chain? { all.first { $0.name == name } }
}
