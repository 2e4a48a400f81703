import Daemon

extension MetricsTool {
    /// The overview at `/`, and health that tells when no events come.
    var routes: [HTTPRoute] {
        [
            HTTPRoute("/") { [self] in overviewPage() },
            HTTPRoute("/-/healthy") { [self] in
                let silence = silence
                return isHealthy
                    ? .text("healthy: last event \(silence) s ago\n")
                    : .text("no event for \(silence) s, more than \(silenceLimit)\n", status: 503)
            },
        ]
    }

    func overviewPage() -> HTTPAnswer {
        let tick = currentTick
        let rows = overviews.filter { $0.name != nil || $0.overview.events > 0 || overviews.count == 1 }.map { node in
            let (overview, rates) = (node.overview, node.overview.rates)
            let block = overview.height.map { "\($0), \(Self.duration(tick - overview.blockTick)) ago" } ?? "–"
            let cells = [
                Self.escaped(node.name ?? "–"), Self.rate(rates.events), Self.rate(rates.received),
                Self.rate(rates.sent),
                node.inbound.map(Self.count) ?? "–", node.outbound.map(Self.count) ?? "–", block,
                String(overview.missing),
                overview.events == 0 ? "never" : "\(Self.duration(tick - overview.lastTick)) ago",
            ]
            return "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>\n"
        }
        let page = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>peer-observer metrics</title>
            <style>body{font-family:sans-serif;margin:2em}td,th{padding:.3em .8em;text-align:right}td:first-child,th:first-child\
            {text-align:left}tr:nth-child(even){background:#eee}</style></head>
            <body><h1>peer-observer metrics</h1>
            <table><tr><th>node</th><th>events/s</th><th>received/s</th><th>sent/s</th><th>inbound</th><th>outbound</th>\
            <th>last block</th><th>events missing</th><th>last event</th></tr>
            \(rows.joined())</table>
            <p>Rates are those of the last 10 s. <a href="/metrics">/metrics</a> <a href="/-/healthy">/-/healthy</a>
            <a href="/-/ready">/-/ready</a></p></body></html>

            """
        return HTTPAnswer(contentType: "text/html; charset=utf-8", body: Array(page.utf8))
    }

    private static func rate(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Whatever an event told, be it no number of this world.
    private static func count(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "?" }

    private static func duration(_ seconds: Int) -> String {
        if seconds < 120 { return "\(seconds) s" }
        return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
