public import ArgumentParser
public import PeerObserver

/// A Bitcoin network on the command line.
public struct NetworkName: ExpressibleByArgument, Sendable {
    public let network: Network

    public init(network: Network) { self.network = network }

    public init?(argument: String) {
        guard let network = Network(argument) else { return nil }
        self.init(network: network)
    }

    public var defaultValueDescription: String { network.name }
}
