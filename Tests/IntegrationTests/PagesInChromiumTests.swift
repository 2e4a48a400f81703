import Foundation
import Glibc
import TestSupport
import Testing

/// The pages of the websocket tool in real headless Chromium (Tests/Pages), with the demo node behind them.
@Suite(.enabled(if: Pages.obstacle == nil, "\(Pages.obstacle ?? "")"))
struct PagesInChromiumTests {
    @Test(.timeLimit(.minutes(10))) func everyPageDrawsAndAsksNobodyElse() throws {
        let programs = URL(filePath: Products.path("websocket")).deletingLastPathComponent().path
        let pages = try ChildProcess(
            "/usr/bin/python3", ["-u", Pages.driver, "--bin", programs, "--output", Pages.screenshots])
        let code = pages.wait()
        let failures = pages.output.filter { !$0.hasPrefix("ok ") }
        #expect(code == 0, "\(failures.joined(separator: "\n"))")
        #expect(pages.output.last == "all pages are good")
        for line in pages.output where line.contains("messages/s") { print(line) }
    }
}

private enum Pages {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let driver = root.appending(path: "Tests/Pages/run").path
    /// Kept, to be looked at.
    static let screenshots = root.appending(path: ".build/pages").path

    /// Why no page can be opened here; nil where it can.
    static let obstacle: String? =
        if access("/usr/bin/chromium", X_OK) != 0 {
            "chromium is not installed"
        } else if access("/usr/lib/python3/dist-packages/websockets", F_OK) != 0 {
            "Python's websockets is not installed"
        } else {
            nil
        }
}
