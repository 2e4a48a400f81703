import Daemon
import PeerObserver

/// One connection of a node, from its first byte on: takes bytes and the time, and tells what to do. No socket, no clock.
struct Session {
    enum Phase { case awaitingVersion, awaitingVerack, established, closed }

    let settings: SessionSettings
    let opened: Moment
    private(set) var phase = Phase.awaitingVersion
    /// Bytes that the node sent.
    private(set) var bytes: UInt64 = 0
    private var stream: FrameStream
    private var lastMessage: Moment
    /// When the message that is not complete began.
    private var messageBegan: Moment?

    // What the measurements remember, each its own.
    var handshake = HandshakeMeasurement()
    var pings: PingMeasurement
    var blocks: BlockMeasurement

    /// - Parameter knownBlock: A recent block, heard of over another connection.
    init(settings: SessionSettings, opened: Moment, knownBlock: Hash256? = nil) {
        self.settings = settings
        self.opened = opened
        stream = FrameStream(network: settings.network)
        lastMessage = opened
        pings = PingMeasurement(isOn: settings.pings, interval: settings.pingInterval.nanoseconds)
        blocks = BlockMeasurement(isOn: settings.blocks, knownBlock: knownBlock)
    }

    /// Whole messages of the node.
    var messages: UInt64 { stream.messages }

    /// Takes bytes of the node, however cut.
    mutating func receive(_ input: UnsafeRawBufferPointer, at now: Moment) -> [Action] {
        guard phase != .closed else { return [] }
        bytes += UInt64(input.count)
        var actions: [Action] = []
        // Out of `self` for the call, which changes it.
        var stream = stream
        self.stream = FrameStream(network: settings.network)
        do throws(FrameError) {
            try stream.read(input) { command, payload in
                lastMessage = now
                messageBegan = nil
                take(command, payload, at: now, into: &actions)
                return phase != .closed
            }
        } catch {
            close(reason(for: error, isFirst: stream.messages == 0), "\(error)", into: &actions)
        }
        self.stream = stream
        if !stream.isInsideMessage { messageBegan = nil } else if messageBegan == nil { messageBegan = now }
        return actions
    }

    /// Does what is due; to be called at `due`, or at any other time.
    mutating func timePassed(at now: Moment) -> [Action] {
        var actions: [Action] = []
        if phase == .closed { return actions }
        if phase != .established, now.since(opened) >= settings.handshakeTimeout.nanoseconds {
            close(.handshakeTimeout, "no handshake within \(settings.handshakeTimeout)", into: &actions)
        } else if let messageBegan, now.since(messageBegan) >= settings.messageTimeout.nanoseconds {
            close(.messageTimeout, "a message took longer than \(settings.messageTimeout)", into: &actions)
        } else if now.since(lastMessage) >= settings.idleTimeout.nanoseconds {
            close(.idleTimeout, "no message for \(settings.idleTimeout)", into: &actions)
        } else if phase == .established {
            actions += pings.timePassed(at: now)
        }
        return actions
    }

    /// Monotonic nanoseconds at which something is due next.
    var due: UInt64 {
        var due = lastMessage.monotonic + settings.idleTimeout.nanoseconds
        if phase != .established { due = min(due, opened.monotonic + settings.handshakeTimeout.nanoseconds) }
        if let messageBegan { due = min(due, messageBegan.monotonic + settings.messageTimeout.nanoseconds) }
        if phase == .established, let ping = pings.due { due = min(due, ping) }
        return due
    }

    /// The event of the connection's end.
    func ended(_ reason: DisconnectReason, detail: String?, at now: Moment) -> P2PDisconnect {
        P2PDisconnect(
            reason: reason.rawValue, duration: now.since(opened), handshake: handshake.isComplete, messages: messages,
            bytes: bytes, detail: detail)
    }

    private mutating func take(_ command: String, _ payload: RawSpan, at now: Moment, into actions: inout [Action]) {
        actions.append(.received(command))
        do throws(PayloadError) {
            var reader = ByteReader(payload)
            switch phase {
            case .awaitingVersion:
                guard command == "version" else {
                    return close(.noVersion, "the first message is \(command)", into: &actions)
                }
                actions += try handshake.version(&reader, at: now)
                phase = .awaitingVerack
            case .awaitingVerack:
                // Between the two, nodes tell what they support.
                guard command == "verack", let version = handshake.complete() else { return }
                phase = .established
                actions.append(.established(version))
                actions += blocks.begin() + pings.begin(at: now)
            case .established:
                guard let measure = MeasurementTable.measurements[command] else { return }
                actions += try measure(&self, &reader, now)
            case .closed: return
            }
        } catch {
            close(.malformed, "\(command): \(error)", into: &actions)
        }
    }

    private mutating func close(_ reason: DisconnectReason, _ detail: String, into actions: inout [Action]) {
        phase = .closed
        actions.append(.close(reason, detail: detail))
    }

    private func reason(for error: FrameError, isFirst: Bool) -> DisconnectReason {
        switch error {
        case .wrongMagic where !isFirst: .wrongMagic
        case .wrongMagic(let magic): Network.all.contains { $0.magic == magic } ? .wrongNetwork : .notV1
        case .invalidCommand: .invalidCommand
        case .oversized: .oversized
        case .wrongChecksum: .wrongChecksum
        }
    }
}
