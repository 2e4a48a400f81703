/// The server addresses that a user may write.
enum NATSAddress {
    /// URLs for a list of `host:port` or `nats://` or `tls://` URLs with commas between them.
    static func urls(_ addresses: String) throws(DaemonError) -> [String] {
        var urls: [String] = []
        for part in addresses.split(separator: ",") {
            let address = part.drop { $0 == " " }
            guard !address.contains("@") else {
                throw DaemonError(
                    "the NATS address holds credentials",
                    hint: "give them with --nats-username and --nats-password-file")
            }
            guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !address.isEmpty else {
                throw DaemonError("'\(addresses)' is no NATS address", hint: "write host:port")
            }
            urls.append(address.contains("://") ? String(address) : "nats://\(address)")
        }
        guard !urls.isEmpty else { throw DaemonError("the NATS address is empty", hint: "write host:port") }
        return urls
    }
}

/// JSON string contents.
enum JSONText {
    /// `text` as it has to stand between the quotes of a JSON string.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// As seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
