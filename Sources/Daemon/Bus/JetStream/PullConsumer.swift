import CNATS
import Glibc

/// A durable consumer, which is made where it is missing, and the messages that the server sends when asked for them.
///
/// Not `natsSubscription_FetchRequest`: nats.c 3.4.1 takes from its limit what was waiting already and then counts on from there, so with
/// more than half a batch waiting, its loop passes the end of its array (`_fetch` in js.c). That is so when a server was slow to
/// answer an earlier request.
struct PullConsumer: ~Copyable {
    // Proof: made in `init`, freed in `deinit`, used on one thread.
    private let subscription: OpaquePointer
    private let context: JetStreamContext
    /// Keeps the library's connection.
    private let connection: NATSConnection
    let identity: StreamIdentity
    private let configuration: StreamConfiguration
    /// Whether it leaves messages out on purpose.
    private let isChoosing: Bool
    private let requestSubject: String
    private let inbox: String
    private var requests: UInt64 = 0

    /// Messages that the server sends before it waits for acknowledgements.
    private static let maxAckPending: Int64 = 20_000
    /// The server gives a request up so much earlier than we do.
    private static let margin = Duration.milliseconds(10)
    private static let infoTimeout = Duration.seconds(5)

    init(_ connection: NATSConnection, _ configuration: StreamConfiguration) throws(StreamFailure) {
        let context = try JetStreamContext(connection, domain: configuration.domain)
        let created = try Self.streamState(context.pointer, configuration).created
        try Self.ensureConsumer(context.pointer, configuration)
        let isChoosing = try Self.isChoosing(connection, configuration)
        let inbox = try Self.newInbox()
        subscription = try Self.subscribe(connection, "\(inbox).*")
        identity = StreamIdentity(name: configuration.stream, created: created)
        requestSubject = Self.subject("MSG.NEXT", configuration)
        (self.isChoosing, self.inbox, self.connection) = (isChoosing, inbox, connection)
        self.configuration = configuration
        self.context = context
    }

    deinit { natsSubscription_Destroy(subscription) }

    // MARK: Fetching

    /// Fetches up to `count` messages and shows each to `take`, which takes it over. Returns their number; 0 when none came in
    /// time.
    mutating func fetch(
        _ count: Int, maxBytes: Int, wait: Duration, _ take: (OpaquePointer, StreamMessage) -> Void
    ) throws(StreamFailure) -> Int {
        let deadline = ContinuousClock.now + wait
        let reply = try request(count, maxBytes: maxBytes, wait: wait)
        var (taken, byteCount) = (0, 0)
        while taken < count, byteCount < maxBytes {
            let left = (deadline - .now).milliseconds
            guard left > 0 else { break }
            var next: OpaquePointer?
            let status = natsSubscription_NextMsg(&next, subscription, left)
            // What came before a failure comes again.
            guard status == NATS_OK || status == NATS_TIMEOUT else {
                throw StreamFailure(reason: NATSStatus.lastError(status))
            }
            guard let message = next else { break }
            let payload = UnsafeRawBufferPointer(
                start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message)))
            let subject = natsMsg_GetSubject(message)
            guard let place = natsMsg_GetReply(message).flatMap({ StreamPlace(acknowledgement: String(cString: $0)) })
            else {
                defer { natsMsg_Destroy(message) }
                // An earlier request is over for us.
                guard let subject, String(cString: subject) == reply else { continue }
                try end(message, taken: taken)
                break
            }
            take(
                message,
                StreamMessage(
                    subject: UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0),
                    payload: payload, number: place.number, deliveries: place.deliveries, waiting: place.waiting))
            (taken, byteCount) = (taken + 1, byteCount + payload.count)
        }
        return taken
    }

    /// Asks for what is not waiting here already; returns where the server tells that this is over.
    private mutating func request(_ count: Int, maxBytes: Int, wait: Duration) throws(StreamFailure) -> String {
        var pending: Int32 = 0
        natsSubscription_GetPending(subscription, &pending, nil)
        requests += 1
        let reply = "\(inbox).\(requests)"
        let wanted = count - Int(pending)
        guard wanted > 0 else { return reply }
        let expires = max(wait - Self.margin, .milliseconds(1)).milliseconds * 1_000_000
        let body = "{\"batch\":\(wanted),\"max_bytes\":\(maxBytes),\"expires\":\(expires)}"
        try Self.check(natsConnection_PublishRequestString(connection.handle, requestSubject, reply, body))
        return reply
    }

    /// What the server says in place of a message: that there is no more, or that there is never to be any.
    private func end(_ message: OpaquePointer, taken: Int) throws(StreamFailure) {
        var (status, description): (UnsafePointer<CChar>?, UnsafePointer<CChar>?)
        guard natsMsgHeader_Get(message, "Status", &status) == NATS_OK, let status else { return }
        natsMsgHeader_Get(message, "Description", &description)
        let words = description.map { String(cString: $0) } ?? ""
        switch String(cString: status) {
        case "404", "408": return
        case "409" where ["batch completed", "leadership change", "server shutdown"].contains(words.lowercased()):
            return
        // The one that did not fit is the next.
        case "409" where taken > 0 && words.lowercased().contains("exceeds maxbytes"): return
        case "503": throw StreamFailure(reason: "nobody answers for the consumer")
        case let code: throw StreamFailure(reason: "the consumer \(configuration.consumer) refuses: \(code) \(words)")
        }
    }

    // MARK: By number

    /// Up to which number the server takes every message as acknowledged; nil where the consumer leaves messages out.
    func acknowledged() throws(StreamFailure) -> UInt64? {
        guard !isChoosing else { return nil }
        var info: UnsafeMutablePointer<jsConsumerInfo>?
        var code = jsErrCode(0)
        try Self.check(
            js_GetConsumerInfo(&info, context.pointer, configuration.stream, configuration.consumer, nil, &code))
        guard let info else { throw StreamFailure(reason: "no memory") }
        defer { jsConsumerInfo_Destroy(info) }
        return info.pointee.NumAckPending == 0 ? info.pointee.Delivered.Stream : info.pointee.AckFloor.Stream
    }

    /// The lowest number of a message that the stream holds.
    func first() throws(StreamFailure) -> UInt64 { try Self.streamState(context.pointer, configuration).first }

    /// Shows the message of this number to `take`; false where the stream does not hold it.
    func message(_ number: UInt64, _ take: (StreamMessage) -> Void) throws(StreamFailure) -> Bool {
        var message: OpaquePointer?
        var code = jsErrCode(0)
        let status = js_GetMsg(&message, context.pointer, configuration.stream, number, nil, &code)
        guard status != NATS_NOT_FOUND else { return false }
        try Self.check(status)
        defer { natsMsg_Destroy(message) }
        let subject = natsMsg_GetSubject(message)
        take(
            StreamMessage(
                subject: UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0),
                payload: UnsafeRawBufferPointer(
                    start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message))),
                number: number, deliveries: 0, waiting: 0))
        return true
    }

    // MARK: Making it

    private static func streamState(
        _ context: OpaquePointer, _ configuration: StreamConfiguration
    ) throws(StreamFailure) -> (created: UInt64, first: UInt64) {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        let status = js_GetStreamInfo(&info, context, configuration.stream, nil, &code)
        guard status != NATS_NOT_FOUND else { throw StreamFailure(reason: "there is no such stream") }
        try check(status)
        guard let info else { throw StreamFailure(reason: "no memory") }
        defer { jsStreamInfo_Destroy(info) }
        return (UInt64(max(0, info.pointee.Created)), info.pointee.State.FirstSeq)
    }

    private static func ensureConsumer(
        _ context: OpaquePointer, _ configuration: StreamConfiguration
    ) throws(StreamFailure) {
        var info: UnsafeMutablePointer<jsConsumerInfo>?
        var code = jsErrCode(0)
        let status = js_GetConsumerInfo(
            &info, context, configuration.stream, configuration.consumer, nil, &code)
        if status != NATS_NOT_FOUND {
            try check(status)
            defer { jsConsumerInfo_Destroy(info) }
            guard let known = info?.pointee.Config?.pointee else { throw StreamFailure(reason: "no memory") }
            guard known.AckPolicy == js_AckExplicit else {
                throw StreamFailure(
                    reason: "the consumer \(configuration.consumer) has another policy than ack explicit")
            }
            guard known.DeliverSubject == nil else {
                throw StreamFailure(reason: "the consumer \(configuration.consumer) pushes, where it should be asked")
            }
            // What is given back so often would be gone, and not counted.
            guard known.MaxDeliver <= 0 else {
                throw StreamFailure(
                    reason:
                        "the consumer \(configuration.consumer) delivers \(known.MaxDeliver) times at most (max_deliver)"
                )
            }
            return
        }
        let name = strdup(configuration.consumer)
        defer { free(name) }
        var settings = jsConsumerConfig()
        jsConsumerConfig_Init(&settings)
        settings.Durable = UnsafePointer(name)
        settings.AckPolicy = js_AckExplicit
        settings.DeliverPolicy = js_DeliverAll
        settings.AckWait = configuration.ackWait.milliseconds * 1_000_000
        settings.MaxAckPending = maxAckPending
        try check(js_AddConsumer(&info, context, configuration.stream, &settings, nil, &code))
        jsConsumerInfo_Destroy(info)
    }

    /// Whether the consumer sends some of the stream's messages only. Read from the answer's text: the library knows of one filter, where
    /// servers from 2.10 on have several.
    private static func isChoosing(
        _ connection: NATSConnection, _ configuration: StreamConfiguration
    ) throws(StreamFailure) -> Bool {
        var answer: OpaquePointer?
        try check(
            natsConnection_RequestString(
                &answer, connection.handle, subject("INFO", configuration), "", infoTimeout.milliseconds))
        defer { natsMsg_Destroy(answer) }
        let text = String(
            decoding: UnsafeRawBufferPointer(start: natsMsg_GetData(answer), count: Int(natsMsg_GetDataLength(answer))),
            as: UTF8.self)
        return ["\"filter_subject", "\"last_per_subject\"", "\"last\""].contains { text.contains($0) }
    }

    private static func subject(_ request: String, _ configuration: StreamConfiguration) -> String {
        let api = configuration.domain.map { "$JS.\($0).API" } ?? "$JS.API"
        return "\(api).CONSUMER.\(request).\(configuration.stream).\(configuration.consumer)"
    }

    private static func newInbox() throws(StreamFailure) -> String {
        var inbox: UnsafeMutablePointer<CChar>?
        try check(natsInbox_Create(&inbox))
        defer { natsInbox_Destroy(inbox) }
        guard let inbox else { throw StreamFailure(reason: "no memory") }
        return String(cString: inbox)
    }

    private static func subscribe(
        _ connection: NATSConnection, _ subject: String
    ) throws(StreamFailure) -> OpaquePointer {
        var subscription: OpaquePointer?
        try check(natsConnection_SubscribeSync(&subscription, connection.handle, subject))
        guard let subscription else { throw StreamFailure(reason: "no memory") }
        // What is asked for is bounded.
        natsSubscription_SetPendingLimits(subscription, -1, -1)
        return subscription
    }

    fileprivate static func check(_ status: natsStatus) throws(StreamFailure) {
        guard status == NATS_OK else { throw StreamFailure(reason: NATSStatus.lastError(status)) }
    }
}

/// The library's access to a server's JetStream.
private struct JetStreamContext: ~Copyable {
    // Proof: made in `init`, freed in `deinit`.
    let pointer: OpaquePointer

    /// - Parameter domain: nil for that of the connection.
    init(_ connection: NATSConnection, domain: String?) throws(StreamFailure) {
        var options = jsOptions()
        jsOptions_Init(&options)
        let domain = domain.map { strdup($0) }
        defer { free(domain ?? nil) }
        options.Domain = domain.map { UnsafePointer($0!) } ?? nil
        var context: OpaquePointer?
        try PullConsumer.check(natsConnection_JetStream(&context, connection.handle, &options))
        guard let context else { throw StreamFailure(reason: "no memory") }
        pointer = context
    }

    deinit { jsCtx_Destroy(pointer) }
}
