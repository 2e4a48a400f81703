import CNATS
import Glibc

/// The client library's options, freed with the value.
struct NATSOptions: ~Copyable {
    let handle: OpaquePointer

    /// Sets everything but the callbacks; throws on what the library refuses, such as an unreadable certificate.
    static func from(_ configuration: BusConfiguration) throws(DaemonError) -> NATSOptions {
        var created: OpaquePointer?
        let opened = NATSLibrary.opened
        let status = opened == NATS_OK ? natsOptions_Create(&created) : opened
        guard status == NATS_OK, let created else {
            throw DaemonError("cannot set up the NATS client: \(NATSStatus.text(status))")
        }
        let options = NATSOptions(handle: created)
        try options.setServers(configuration.address)
        try options.setConnection(configuration)
        try options.setCredentials(configuration.credentials)
        if let tls = configuration.tls { try options.setTLS(tls) }
        return options
    }

    private init(handle: OpaquePointer) { self.handle = handle }

    deinit { natsOptions_Destroy(handle) }

    private func setServers(_ addresses: String) throws(DaemonError) {
        let urls = try NATSAddress.urls(addresses)
        let copies = urls.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        var pointers = copies.map { UnsafePointer<CChar>($0) }
        try check("the address \(addresses)", natsOptions_SetServers(handle, &pointers, Int32(pointers.count)))
        try check("the address \(addresses)", natsOptions_SetNoRandomize(handle, true))
    }

    private func setConnection(_ configuration: BusConfiguration) throws(DaemonError) {
        // The library puts names and secrets into its JSON as they are, so they are escaped here.
        try check("the client name", natsOptions_SetName(handle, JSONText.escape(configuration.clientName)))
        try check("reconnecting", natsOptions_SetAllowReconnect(handle, true))
        try check("reconnecting", natsOptions_SetMaxReconnect(handle, -1))
        try check("reconnecting", natsOptions_SetReconnectWait(handle, configuration.reconnectWait.milliseconds))
        try check("reconnecting", natsOptions_SetReconnectJitter(handle, 100, 1000))
        try check("the connect timeout", natsOptions_SetTimeout(handle, configuration.connectTimeout.milliseconds))
        // Events wait in our own backlog. The library's buffer takes only what is published between a break and our
        // noticing it.
        try check("the buffer", natsOptions_SetReconnectBufSize(handle, 8 << 20))
        try check("the write deadline", natsOptions_SetWriteDeadline(handle, configuration.writeDeadline.milliseconds))
        try check("pings", natsOptions_SetPingInterval(handle, 5_000))
        try check("pings", natsOptions_SetMaxPingsOut(handle, 2))
        // One thread delivers all subscriptions, so that a handler needs no lock.
        try check("delivery", natsOptions_UseGlobalMessageDelivery(handle, true))
    }

    private func setCredentials(_ credentials: BusCredentials) throws(DaemonError) {
        switch credentials {
        case .none: break
        case .password(let user, let password):
            let status = natsOptions_SetUserInfo(handle, JSONText.escape(user), JSONText.escape(password))
            try check("user and password", status)
        case .token(let token):
            try check("the token", natsOptions_SetToken(handle, JSONText.escape(token)))
        case .nkey(let publicKey, let path):
            try check("the nkey seed file \(path)", natsOptions_SetNKeyFromSeed(handle, publicKey, path))
        case .file(let path):
            try check("the credentials file \(path)", natsOptions_SetUserCredentialsFromFiles(handle, path, nil))
        }
    }

    private func setTLS(_ tls: BusTLS) throws(DaemonError) {
        try check("TLS", natsOptions_SetSecure(handle, true))
        if let authority = tls.authority {
            try check("the TLS authority \(authority)", natsOptions_LoadCATrustedCertificates(handle, authority))
        }
        if let certificate = tls.certificate, let key = tls.key {
            try check("the TLS certificate \(certificate)", natsOptions_LoadCertificatesChain(handle, certificate, key))
        }
    }

    private func check(_ what: String, _ status: natsStatus) throws(DaemonError) {
        guard status != NATS_OK else { return }
        throw DaemonError("NATS: cannot use \(what): \(NATSStatus.lastError(status))")
    }
}

/// Texts for the client library's status codes.
enum NATSStatus {
    static func text(_ status: natsStatus) -> String {
        natsStatus_GetText(status).map { String(cString: $0) } ?? "status \(status.rawValue)"
    }

    /// The details that this thread's last call left, else the status.
    static func lastError(_ status: natsStatus) -> String {
        guard let details = nats_GetLastError(nil), details[0] != 0 else { return text(status) }
        // They begin with a place in the library's source, `(conn.c:1234): `.
        let words = String(cString: details)
        let parts = words.split(separator: "): ", maxSplits: 1)
        return words.hasPrefix("(") && parts.count == 2 ? String(parts[1]) : words
    }
}
