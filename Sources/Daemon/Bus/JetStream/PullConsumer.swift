import CNATS
import Glibc

/// A subscription to a durable consumer, which is made where it is missing.
struct PullConsumer: ~Copyable {
    // Proof: made in `init`, freed in `deinit`, used on one thread.
    private let context: OpaquePointer
    private let subscription: OpaquePointer
    /// Keeps the library's connection.
    private let connection: NATSConnection
    let identity: StreamIdentity

    /// Messages that the server sends before it waits for acknowledgements.
    private static let maxAckPending: Int64 = 20_000

    init(_ connection: NATSConnection, _ configuration: StreamConfiguration) throws(StreamFailure) {
        let context = try Self.makeContext(connection, configuration)
        do throws(StreamFailure) {
            let identity = try Self.identity(context, configuration)
            try Self.ensureConsumer(context, configuration)
            let subscription = try Self.subscribe(context, configuration)
            self.init(context: context, subscription: subscription, connection: connection, identity: identity)
        } catch {
            jsCtx_Destroy(context)
            throw error
        }
    }

    private init(
        context: OpaquePointer, subscription: OpaquePointer, connection: NATSConnection, identity: StreamIdentity
    ) {
        self.context = context
        self.subscription = subscription
        self.connection = connection
        self.identity = identity
    }

    deinit {
        natsSubscription_Destroy(subscription)
        jsCtx_Destroy(context)
    }

    /// Fetches up to `count` messages and shows each to `take`, which takes it over. Returns their number; 0 when none came in
    /// time.
    func fetch(
        _ count: Int, maxBytes: Int, wait: Duration, _ take: (OpaquePointer, StreamMessage) -> Void
    ) throws(StreamFailure) -> Int {
        var request = jsFetchRequest()
        jsFetchRequest_Init(&request)
        request.Batch = Int32(count)
        request.MaxBytes = Int64(maxBytes)
        request.Expires = wait.milliseconds * 1_000_000
        var list = natsMsgList()
        let status = natsSubscription_FetchRequest(&list, subscription, &request)
        // What came before a failure comes again.
        defer { natsMsgList_Destroy(&list) }
        guard status == NATS_OK || status == NATS_TIMEOUT else {
            throw StreamFailure(reason: NATSStatus.lastError(status))
        }
        for index in 0..<Int(list.Count) {
            guard let message = list.Msgs[index] else { continue }
            var meta: UnsafeMutablePointer<jsMsgMetaData>?
            guard natsMsg_GetMetaData(&meta, message) == NATS_OK, let meta else { continue }
            defer { jsMsgMetaData_Destroy(meta) }
            let subject = natsMsg_GetSubject(message)
            // The list lets go of it, so that it is not destroyed with the list.
            list.Msgs[index] = nil
            take(
                message,
                StreamMessage(
                    subject: UnsafeRawBufferPointer(start: subject, count: subject.map { strlen($0) } ?? 0),
                    payload: UnsafeRawBufferPointer(
                        start: natsMsg_GetData(message), count: Int(natsMsg_GetDataLength(message))),
                    number: meta.pointee.Sequence.Stream, deliveries: meta.pointee.NumDelivered,
                    waiting: meta.pointee.NumPending))
        }
        return Int(list.Count)
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
            guard info?.pointee.Config?.pointee.AckPolicy == js_AckExplicit else {
                throw StreamFailure(
                    reason: "the consumer \(configuration.consumer) has another policy than ack explicit")
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

    private static func subscribe(
        _ context: OpaquePointer, _ configuration: StreamConfiguration
    ) throws(StreamFailure) -> OpaquePointer {
        let (stream, consumer) = (strdup(configuration.stream), strdup(configuration.consumer))
        defer {
            free(stream)
            free(consumer)
        }
        var options = jsSubOptions()
        jsSubOptions_Init(&options)
        options.Stream = UnsafePointer(stream)
        options.Consumer = UnsafePointer(consumer)
        var subscription: OpaquePointer?
        var code = jsErrCode(0)
        try check(
            js_PullSubscribe(&subscription, context, nil, configuration.consumer, nil, &options, &code))
        guard let subscription else { throw StreamFailure(reason: "no memory") }
        return subscription
    }

    private static func check(_ status: natsStatus) throws(StreamFailure) {
        guard status == NATS_OK else { throw StreamFailure(reason: NATSStatus.lastError(status)) }
    }
}
