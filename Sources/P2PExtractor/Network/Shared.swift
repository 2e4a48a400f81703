import Logging
import PeerObserver
import Synchronization

/// What all connections share.
final class Shared: Sendable {
    let settings: SessionSettings
    let metrics: P2PMetrics
    let logger: Logger
    let history = NodeHistory()
    private let block = Mutex<Hash256?>(nil)

    init(settings: SessionSettings, metrics: P2PMetrics, logger: Logger) {
        self.settings = settings
        self.metrics = metrics
        self.logger = logger
    }

    /// The block that some node told of last.
    var lastBlock: Hash256? {
        get { block.withLock { $0 } }
        set { block.withLock { $0 = newValue } }
    }
}
