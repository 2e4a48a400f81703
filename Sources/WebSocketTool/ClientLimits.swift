/// What clients may use up.
struct ClientLimits: Sendable {
    var clients = 250
    /// Bytes of events that may wait for one client.
    var queueBytes = 1 << 20
    /// Events that may wait for one client.
    var queueEvents = 10_000
    /// Past events of each kind that are kept.
    var backlogEvents = 1000
    /// Bytes of each kind's past events.
    var backlogBytes = 4 << 20
    /// Silence after which the server sends a ping.
    var pingInterval: Duration = .seconds(20)
    /// Silence after which a connection is closed.
    var idleTimeout: Duration = .seconds(60)
    /// Subscriptions in a second.
    var subscriptionRate = 10
    /// Subscriptions of one client that may wait for their turn.
    var waitingSubscriptions = 8
    /// Control messages that may wait for one client.
    var controls = 64
    /// How long a client may take to answer the server's close.
    var closeTimeout: Duration = .seconds(2)
}
