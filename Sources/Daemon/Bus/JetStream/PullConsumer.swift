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
    /// Keeps the library's connection.
    private let connection: NATSConnection
    let identity: StreamIdentity
    private let requestSubject: String
    private let inbox: String
    private var requests: UInt64 = 0

    /// Messages that the server sends before it waits for acknowledgements.
    private static let maxAckPending: Int64 = 20_000
    /// The server gives a request up so much earlier than we do.
    private static let margin = Duration.milliseconds(10)

    init(_ connection: NATSConnection, _ configuration: StreamConfiguration) throws(StreamFailure) {
        let context = try Self.makeContext(connection, configuration)
        defer { jsCtx_Destroy(context) }
        let identity = try Self.identity(context, configuration)
        try Self.ensureConsumer(context, configuration)
        let api = configuration.domain.map { "$JS.\($0).API" } ?? "$JS.API"
        let inbox = try Self.newInbox()
        self.init(
            subscription: try Self.subscribe(connection, "\(inbox).*"), connection: connection, identity: identity,
            requestSubject: "\(api).CONSUMER.MSG.NEXT.\(configuration.stream).\(configuration.consumer)", inbox: inbox)
    }

    private init(
        subscription: OpaquePointer, connection: NATSConnection, identity: StreamIdentity, requestSubject: String,
        inbox: String
    ) {
        self.subscription = subscription
        self.connection = connection
        self.identity = identity
        self.requestSubject = requestSubject
        self.inbox = inbox
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
                try Self.end(message, taken: taken)
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
    private static func end(_ message: OpaquePointer, taken: Int) throws(StreamFailure) {
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
        case let code: throw StreamFailure(reason: "\(code) \(words)")
        }
    }

    // MARK: Making it

    private static func makeContext(
        _ connection: NATSConnection, _ configuration: StreamConfiguration
    ) throws(StreamFailure) -> OpaquePointer {
        var options = jsOptions()
        jsOptions_Init(&options)
        let domain = configuration.domain.map { strdup($0) }
        defer { free(domain ?? nil) }
        options.Domain = domain.map { UnsafePointer($0!) } ?? nil
        var context: OpaquePointer?
        try check(natsConnection_JetStream(&context, connection.handle, &options))
        guard let context else { throw StreamFailure(reason: "no memory") }
        return context
    }

    private static func identity(
        _ context: OpaquePointer, _ configuration: StreamConfiguration
    ) throws(StreamFailure) -> StreamIdentity {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        let status = js_GetStreamInfo(&info, context, configuration.stream, nil, &code)
        guard status != NATS_NOT_FOUND else { throw StreamFailure(reason: "there is no such stream") }
        try check(status)
        defer { jsStreamInfo_Destroy(info) }
        return StreamIdentity(name: configuration.stream, created: UInt64(max(0, info?.pointee.Created ?? 0)))
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

    private static func check(_ status: natsStatus) throws(StreamFailure) {
        guard status == NATS_OK else { throw StreamFailure(reason: NATSStatus.lastError(status)) }
    }
}
