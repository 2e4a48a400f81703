import CCurl
import Daemon

/// Posts JSON, one request at a time, over a connection that is kept.
///
/// Redirects are not followed; of an answer no more than its status and its beginning is of interest.
struct HTTPPost: ~Copyable {
    struct Request {
        var url: String
        var body: [UInt8]
        /// `Name: value` each.
        var headers: [String] = []
        var timeout: Duration
        /// Certificates to trust instead of the system's.
        var certificates: String?
    }

    enum Outcome: Equatable, Sendable {
        case taken
        /// It may be taken another time.
        case busy(String)
        case refused(String)
    }

    /// The beginning of an answer.
    private final class Answer {
        var bytes: [UInt8] = []
        var count = 0
        static let most = 256 << 10
    }

    private let handle: UnsafeMutableRawPointer?

    init() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        handle = curl_easy_init()
    }

    deinit { if let handle { curl_easy_cleanup(handle) } }

    mutating func send(_ request: Request) -> Outcome {
        guard let handle else { return .busy("libcurl is out of memory") }
        let answer = Answer()
        // Keeps connections, forgets everything else.
        curl_easy_reset(handle)
        curl_set_text(handle, CURLOPT_URL, request.url)
        curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        curl_set_text(handle, CURLOPT_USERAGENT, "peer-observer-alerts/\(daemonVersion)")
        if let certificates = request.certificates { curl_set_text(handle, CURLOPT_CAINFO, certificates) }
        let milliseconds = max(1, Int(request.timeout / .milliseconds(1)))
        curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        curl_set_long(handle, CURLOPT_TIMEOUT_MS, milliseconds)
        curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        curl_set_write_function(handle) { data, size, count, context in
            guard let data, let context else { return 0 }
            // Proof: `answer` lives until `curl_easy_perform` has returned.
            let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
            let piece = UnsafeRawBufferPointer(start: data, count: size * count)
            answer.bytes.append(contentsOf: piece.prefix(200 - min(200, answer.bytes.count)))
            answer.count += piece.count
            return answer.count <= Answer.most ? piece.count : 0
        }
        // No `Expect: 100-continue`: it costs a round trip.
        var list: UnsafeMutablePointer<curl_slist>?
        for header in ["Content-Type: application/json", "Expect:"] + request.headers {
            list = curl_slist_append(list, header)
        }
        defer { curl_slist_free_all(list) }
        curl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        let code = withExtendedLifetime(answer) {
            curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
            curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            return request.body.withUnsafeBytes { body in
                // Not written to, and not kept beyond the call below.
                curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
                return curl_easy_perform(handle)
            }
        }
        guard code == CURLE_OK || answer.count > Answer.most else {
            return .busy(String(cString: curl_easy_strerror(code)))
        }
        return Self.outcome(curl_response_code(handle), answer.bytes)
    }

    private static func outcome(_ status: Int, _ answer: [UInt8]) -> Outcome {
        let text = String(decoding: answer, as: UTF8.self)
        let words = "HTTP status \(status)\(text.isEmpty ? "" : ": \(text)")"
        switch status {
        case 200..<300: return .taken
        case 408, 425, 429, 500...: return .busy(words)
        default: return .refused(words)
        }
    }
}

/// An http or https address, without anything that may be secret where it is shown.
struct HTTPAddress: Sendable, Equatable {
    let text: String

    init?(_ text: String) {
        guard text.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }), text.utf8.count <= 2048,
            let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }),
            let host = text.dropFirst(scheme.count).split(
                separator: "/", maxSplits: 1, omittingEmptySubsequences: false
            ).first, !host.isEmpty
        else { return nil }
        self.text = text
    }

    /// Scheme, host and port: a path may hold a token, as those of chat services do.
    var shown: String {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let authority = parts.count > 2 ? parts[2] : ""
        let host = authority.prefix { $0 != "?" && $0 != "#" }.split(separator: "@").last ?? ""
        return "\(parts.first?.lowercased() ?? "")//\(host)"
    }
}
