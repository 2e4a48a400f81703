import PeerObserver

/// An answer in JSON-RPC that has a result.
struct RPCAnswer: Sendable {
    let body: [UInt8]
    /// The bytes of the result.
    let result: Range<Int>

    /// Throws what the status or the answer tells of an error.
    init(_ answer: HTTPAnswer) throws(RPCError) {
        switch answer.status {
        case 401: throw .unauthorized
        case 403: throw .forbidden
        case 503: throw .busy
        default: break
        }
        let found: Result<Range<Int>, RPCError>?
        do throws(JSONError) {
            found = try Self.find(answer.body)
        } catch {
            // A proxy's page, say.
            throw answer.status == 200 ? .malformed(error) : .status(answer.status)
        }
        guard let found else { throw .unexpected }
        (body, result) = (answer.body, try found.get())
    }

    /// Where the result is, or the node's error; nil where there is neither.
    private static func find(_ body: [UInt8]) throws(JSONError) -> Result<Range<Int>, RPCError>? {
        var reader = JSONReader(body.span.bytes)
        guard try reader.kind() == .object else {
            try reader.skip()
            return nil
        }
        var (result, failure): (Range<Int>?, RPCError?) = (nil, nil)
        try reader.beginObject()
        while try reader.nextKey() {
            if reader.keyIs("result") {
                _ = try reader.kind()
                let start = reader.offset
                try reader.skip()
                result = start..<reader.offset
            } else if reader.keyIs("error"), try reader.kind() != .null {
                failure = try error(&reader)
            } else {
                try reader.skip()
            }
        }
        try reader.end()
        return failure.map { .failure($0) } ?? result.map { .success($0) }
    }

    private static func error(_ reader: inout JSONReader) throws(JSONError) -> RPCError {
        var (code, message): (Int64, String) = (0, "")
        guard try reader.kind() == .object else {
            try reader.skip()
            return .node(code: code, message: "an error without a message")
        }
        try reader.beginObject()
        while try reader.nextKey() {
            if reader.keyIs("code") {
                code = try reader.int64IfAny() ?? 0
            } else if reader.keyIs("message") {
                message = beginning(of: try reader.stringIfAny() ?? "")
            } else {
                try reader.skip()
            }
        }
        return .node(code: code, message: message)
    }

    /// As much of the node's words as one line of a log holds: some errors are the RPC's whole help text.
    private static func beginning(of message: String) -> String {
        let line = message.unicodeScalars.prefix(200).prefix { $0 != "\n" }
        return String(line) + (line.endIndex == message.unicodeScalars.endIndex ? "" : " ...")
    }
}
