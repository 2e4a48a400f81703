import CCurl
import Dispatch
import Synchronization

/// HTTP POSTs over kept-alive connections: one libcurl multi handle on a thread of its own, so that a slow answer holds
/// up no other. What is beyond the limit of connections waits its turn.
final class HTTPTransport: Sendable {
    struct Settings: Sendable {
        var url: String
        var connectTimeout: Duration = .seconds(3)
        var timeout: Duration = .seconds(30)
        /// Bytes of an answer.
        var answerLimit = 64 << 20
        var connections = 8
    }

    private struct State {
        var arrived: [Transfer] = []
        var cancelled: [Transfer] = []
        var isStopped = false
    }

    let settings: Settings
    private let state = Mutex(State())
    // Proof: made in `init` and freed by the thread that it starts, as the last that it does; in between, only that thread
    // uses it, but for `curl_multi_wakeup`, which any thread may call and which `wake` calls under the lock, only before
    // `isStopped` is set.
    nonisolated(unsafe) private let multi: OpaquePointer
    /// Connections opened since the start: with keep-alive, far fewer than requests.
    let connectionsOpened = Atomic(0)

    init(_ settings: Settings) {
        self.settings = settings
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl is out of memory") }
        self.multi = OpaquePointer(multi)
        curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, settings.connections)
        curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.connections)
        DispatchQueue(label: "rpc").async { [self] in run() }
    }

    /// Posts `body`. Ends with `.cancelled` soon after the task is cancelled.
    func post(_ body: String, user: String, password: String) async -> Result<HTTPAnswer, RPCError> {
        let transfer = Transfer(body: body, user: user, password: password, answerLimit: settings.answerLimit)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.begin(continuation)
                let isStopped = state.withLock { state in
                    if !state.isStopped {
                        state.arrived.append(transfer)
                        curl_multi_wakeup(UnsafeMutableRawPointer(multi))
                    }
                    return state.isStopped
                }
                if isStopped { transfer.finish(.failure(.cancelled)) }
            }
        } onCancel: {
            transfer.finish(.failure(.cancelled))
            state.withLock { state in
                guard !state.isStopped else { return }
                state.cancelled.append(transfer)
                curl_multi_wakeup(UnsafeMutableRawPointer(multi))
            }
        }
    }

    /// Ends every transfer, and the thread.
    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            curl_multi_wakeup(UnsafeMutableRawPointer(multi))
        }
    }

    // MARK: The thread

    private func run() {
        let multi = UnsafeMutableRawPointer(multi)
        var running: [UnsafeMutableRawPointer: Transfer] = [:]
        var spare: [UnsafeMutableRawPointer] = []
        while true {
            let (arrived, cancelled, isStopped) = state.withLock { state in
                defer { (state.arrived, state.cancelled) = ([], []) }
                return (state.arrived, state.cancelled, state.isStopped)
            }
            if isStopped {
                for transfer in arrived { transfer.finish(.failure(.cancelled)) }
                break
            }
            for transfer in arrived where !transfer.isFinished {
                guard let handle = spare.popLast() ?? curl_easy_init() else {
                    transfer.finish(.failure(.unreachable("libcurl is out of memory")))
                    continue
                }
                configure(handle, transfer)
                running[handle] = transfer
                curl_multi_add_handle(multi, handle)
            }
            for transfer in cancelled {
                if let handle = running.first(where: { $0.value === transfer })?.key {
                    curl_multi_remove_handle(multi, handle)
                    running[handle] = nil
                    spare.append(handle)
                }
            }
            var active: Int32 = 0
            curl_multi_perform(multi, &active)
            collect(&running, &spare)
            // Up to a second: a wake-up ends it sooner.
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
        for (handle, transfer) in running {
            curl_multi_remove_handle(multi, handle)
            curl_easy_cleanup(handle)
            transfer.finish(.failure(.cancelled))
        }
        for handle in spare { curl_easy_cleanup(handle) }
        // Nobody wakes it any more: `isStopped` is set.
        curl_multi_cleanup(multi)
    }

    /// Takes what has finished.
    private func collect(
        _ running: inout [UnsafeMutableRawPointer: Transfer], _ spare: inout [UnsafeMutableRawPointer]
    ) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(UnsafeMutableRawPointer(multi), &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = curl_message_result(message)
            connectionsOpened.add(curl_connections_opened(handle), ordering: .relaxed)
            let status = curl_response_code(handle)
            // Only now: it frees the message.
            curl_multi_remove_handle(UnsafeMutableRawPointer(multi), handle)
            spare.append(handle)
            running.removeValue(forKey: handle)?.end(code, status: status, settings)
        }
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ transfer: Transfer) {
        // Keeps connections, forgets everything else.
        curl_easy_reset(handle)
        curl_set_text(handle, CURLOPT_URL, settings.url)
        curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http")
        curl_set_text(handle, CURLOPT_PROXY, "")
        curl_set_text(handle, CURLOPT_USERNAME, transfer.user)
        curl_set_text(handle, CURLOPT_PASSWORD, transfer.password)
        curl_set_text(handle, CURLOPT_USERAGENT, "peer-observer-rpc-extractor")
        curl_set_pointer(handle, CURLOPT_HTTPHEADER, Self.headers.list)
        // Lengths first: libcurl copies that many bytes.
        curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(transfer.body.utf8.count))
        curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, transfer.body)
        curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.wholeMilliseconds)
        curl_set_long(handle, CURLOPT_TIMEOUT_MS, settings.timeout.wholeMilliseconds)
        curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        curl_set_long(handle, CURLOPT_BUFFERSIZE, 256 << 10)
        curl_set_write_function(handle, receive)
        // The transfer lives in `running` until its handle is removed.
        curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(transfer).toOpaque())
        transfer.handle = OpaquePointer(handle)
    }

    /// No `Expect: 100-continue`: it costs a round trip.
    private struct Headers: @unchecked Sendable {
        // Proof of `@unchecked`: the list is made once, before anybody has it, and only read after that.
        let list: UnsafeMutableRawPointer?

        init() {
            let first = curl_slist_append(nil, "Content-Type: application/json")
            list = UnsafeMutableRawPointer(curl_slist_append(first, "Expect:"))
        }
    }
    private static let headers = Headers()
}

/// libcurl's callback for a piece of the answer; anything but the piece's size ends the transfer.
private let receive: curl_data_function = { data, size, count, context in
    guard let data, let context else { return 0 }
    // Proof: `context` is the transfer, which `running` keeps until libcurl has let go of it.
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.append(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}

extension Duration {
    /// At least 1: libcurl takes 0 for none.
    var wholeMilliseconds: Int {
        Int(max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }
}
