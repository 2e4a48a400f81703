extension BusConfiguration {
    /// What the options ask for, and warnings about secrets in plain sight.
    static func from(_ options: CommonOptions, program: String) throws(DaemonError) -> (Self, warnings: [String]) {
        let name = options.node.map { "\(program)@\($0)" } ?? program
        var warnings: [String] = []
        if options.natsPassword != nil {
            warnings.append(
                "--nats-password shows the password to everybody on this machine; better use --nats-password-file")
        }
        let credentials = try BusCredentials.from(options)
        let tls = try BusTLS.from(options)
        return (
            BusConfiguration(address: options.natsAddress, clientName: name, credentials: credentials, tls: tls),
            warnings
        )
    }
}

extension BusCredentials {
    static func from(_ options: CommonOptions) throws(DaemonError) -> Self {
        let given = [
            options.natsUsername.map { _ in "--nats-username" }, options.natsTokenFile.map { _ in "--nats-token-file" },
            options.natsNkeyFile.map { _ in "--nats-nkey-file" },
            options.natsCredentialsFile.map { _ in "--nats-credentials-file" },
        ].compactMap(\.self)
        guard given.count <= 1 else {
            throw DaemonError("\(given.joined(separator: " and ")) exclude each other", hint: "give one of them")
        }
        if let user = options.natsUsername {
            if let password = options.natsPassword { return .password(user: user, password: password) }
            guard let path = options.natsPasswordFile else {
                throw DaemonError("--nats-username needs a password", hint: "add --nats-password-file FILE")
            }
            return .password(user: user, password: try SecretFile.read(path, "the NATS password"))
        }
        guard options.natsPassword == nil, options.natsPasswordFile == nil else {
            throw DaemonError("a NATS password needs a user", hint: "add --nats-username USER")
        }
        if let path = options.natsTokenFile { return .token(try SecretFile.read(path, "the NATS token")) }
        if let path = options.natsNkeyFile {
            let seed = try SecretFile.read(path, "the nkey seed")
            return .nkey(publicKey: try NKey.publicKey(seed: seed), path: path)
        }
        if let path = options.natsCredentialsFile {
            _ = try SecretFile.read(path, "the NATS credentials")
            return .file(path: path)
        }
        return .none
    }
}

extension BusTLS {
    static func from(_ options: CommonOptions) throws(DaemonError) -> Self? {
        guard (options.natsTlsCert == nil) == (options.natsTlsKey == nil) else {
            throw DaemonError("--nats-tls-cert and --nats-tls-key belong together", hint: "give both")
        }
        let asked = options.natsTlsCa != nil || options.natsTlsCert != nil || options.natsAddress.contains("tls://")
        guard asked else { return nil }
        return BusTLS(authority: options.natsTlsCa, certificate: options.natsTlsCert, key: options.natsTlsKey)
    }
}
