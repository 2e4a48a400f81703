extension HTTPRoute {
    /// `/metrics`, `/-/healthy`, `/-/ready` and a landing page at `/` that links to them and to `pages`.
    public static func standard(
        program: String, metrics: MetricsRegistry, pages: [String] = [], ready: @escaping @Sendable () -> Bool
    ) -> [HTTPRoute] {
        let paths = pages + ["/metrics", "/-/healthy", "/-/ready"]
        let links = paths.map { "<li><a href=\"\($0)\">\($0)</a></li>" }.joined()
        let page = "<!doctype html><title>\(program)</title><h1>\(program)</h1><ul>\(links)</ul>\n"
        return [
            HTTPRoute("/") { HTTPAnswer(contentType: "text/html; charset=utf-8", body: Array(page.utf8)) },
            HTTPRoute("/metrics") { HTTPAnswer(contentType: MetricsWriter.contentType, body: metrics.scrape()) },
            HTTPRoute("/-/healthy") { .text("healthy\n") },
            HTTPRoute("/-/ready") { ready() ? .text("ready\n") : .text("not connected to NATS\n", status: 503) },
        ]
    }
}
