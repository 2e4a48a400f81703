extension HTTPRoute {
    /// `/metrics`, `/-/healthy`, `/-/ready` and a landing page at `/` that links to them and to `pages`.
    public static func standard(
        program: String, metrics: MetricsRegistry, pages: [String] = [], ready: @escaping @Sendable () -> Bool
    ) -> [HTTPRoute] {
        let own = ["/metrics", "/-/healthy", "/-/ready"]
        let paths = pages.filter { $0 != "/" && !own.contains($0) } + own
        let links = paths.map { "<li><a href=\"\($0)\">\($0)</a></li>" }.joined()
        let page = "<!doctype html><title>\(program)</title><h1>\(program)</h1><ul>\(links)</ul>\n"
        return [
            HTTPRoute("/") { HTTPAnswer(contentType: "text/html; charset=utf-8", body: Array(page.utf8)) },
            HTTPRoute("/metrics") { request in
                let format = MetricsFormat(accept: request.accept)
                return HTTPAnswer(contentType: format.contentType, body: metrics.scrape(format))
            },
            HTTPRoute("/-/healthy") { .text("healthy\n") },
            HTTPRoute("/-/ready") { ready() ? .text("ready\n") : .text("not connected to NATS\n", status: 503) },
        ]
    }
}
