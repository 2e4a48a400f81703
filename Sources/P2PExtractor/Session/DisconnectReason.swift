/// Why a connection ended; the raw value is the `reason` of the event and of `p2pextractor_disconnects_total`.
enum DisconnectReason: String, CaseIterable {
    /// The node closed it.
    case nodeClosed = "node_closed"
    /// The operating system reports an error, such as a reset.
    case connectionError = "connection_error"
    /// The extractor stops.
    case shutdown
    /// It begins with the bytes of no network: a BIP324 attempt, which the node repeats as v1, or another protocol.
    case notV1 = "not_v1"
    /// It begins with the bytes of another network.
    case wrongNetwork = "wrong_network"
    /// A later message begins with other bytes than the first.
    case wrongMagic = "wrong_magic"
    case invalidCommand = "invalid_command"
    case oversized
    case wrongChecksum = "wrong_checksum"
    /// A message whose payload is none of its type.
    case malformed
    /// The first message is no `version`.
    case noVersion = "no_version"
    case handshakeTimeout = "handshake_timeout"
    /// A message that began and did not end in time.
    case messageTimeout = "message_timeout"
    /// No message for too long.
    case idleTimeout = "idle_timeout"
    /// The node does not read what we send.
    case notReading = "not_reading"
    /// There are as many connections as are allowed already.
    case connectionLimit = "connection_limit"
}
