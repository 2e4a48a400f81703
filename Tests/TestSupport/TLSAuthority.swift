/// Certificates for tests, made by openssl: an authority `ca`, a `stranger` that nobody trusts, and signed by the first a `server` for 127.0.0.1
/// and a `client`, each as `NAME.pem` with `NAME.key`.
public struct TLSAuthority: Sendable {
    public static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { isExecutable($0) }

    public let directory: TemporaryDirectory

    /// The path of a file of it.
    public func path(_ name: String) -> String { "\(directory.path)/\(name)" }

    public init() throws {
        directory = try TemporaryDirectory()
        try directory.write("subjectAltName=IP:127.0.0.1", to: "names")
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        for name in ["ca", "stranger"] {
            try run("req -x509 \(key) -days 2 -subj /CN=\(name) -keyout \(path(name)).key -out \(path(name)).pem")
        }
        for name in ["server", "client"] {
            try run("req \(key) -subj /CN=\(name) -keyout \(path(name)).key -out \(path(name)).csr")
            try run(
                "x509 -req -days 2 -in \(path(name)).csr -CA \(path("ca.pem")) -CAkey \(path("ca.key")) -CAcreateserial -extfile \(path("names")) -out \(path(name)).pem"
            )
        }
    }

    private func run(_ arguments: String) throws {
        let process = try ChildProcess(Self.openssl ?? "openssl", arguments.split(separator: " ").map(String.init))
        guard process.wait() == 0 else { throw TestError("openssl \(arguments): \(process.output)") }
    }

    /// The part of a nats-server's configuration that has it speak TLS; with `verify` it wants certificates of its clients.
    public func natsConfiguration(verify: Bool) -> String {
        """
        tls { cert_file: "\(path("server.pem"))", key_file: "\(path("server.key"))", ca_file: "\(path("ca.pem"))", verify: \(verify) }

        """
    }
}
