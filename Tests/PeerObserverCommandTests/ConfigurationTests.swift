import Foundation
import TestSupport
import Testing

@testable import PeerObserverCommand

struct ConfigurationTests {
    private func problems(_ text: String) -> [String] {
        ConfigurationCheck(Settings(file: ConfigurationFile(path: "f", text: text), environment: [:], flags: []))
            .problems.map(\.description)
    }

    @Test(arguments: [
        ("[up]\nrun = [\"metrics\"", "f:2: "),
        ("[archvier]\n", "f:1: there is no section [archvier]; did you mean [archiver]?"),
        (
            "\n[rpc-extractor]\n# a comment\nrpc-hots = \"a:1\"\n",
            "f:4: there is no key rpc-extractor.rpc-hots; did you mean rpc-extractor.rpc-host?"
        ),
        ("[common]\nrpc-host = \"a:1\"", "f:2: there is no key common.rpc-host; did you mean rpc-extractor.rpc-host?"),
        ("node = \"a\"", "f:1: node stands in no section"),
        ("[metrics]\nmax-series = \"10\"", "f:2: metrics.max-series: \"10\" is not a number"),
        ("[metrics]\nip-list = \"a=b\"", "f:2: metrics.ip-list: \"a=b\" is not an array, such as [\"a=b\"]"),
        ("[metrics]\nip-list = [[\"a=b\"]]", "f:2: metrics.ip-list: a array is not text"),
        ("[common]\nnode = [\"a\"]", "f:2: common.node: [\"a\"] is not text"),
        ("[common]\nnode = 1979-05-27", "f:2: common.node: a date is not text"),
        ("[common]\nlog-level = \"LOUD\"", "f:2: common.log-level: \"LOUD\" is not one of TRACE, DEBUG"),
        (
            "[archiver]\noutput-dir = \"a\"\nsync = \"always\"",
            "f:3: archiver.sync: \"always\" is not one of never, close, block"
        ),
        ("[archiver]\noutput-dir = \"a\"\nseekable = 1", "f:3: archiver.seekable: 1 is not true or false"),
        ("[metrics]\nmetrics-address = \"8282\"", "f:2: metrics.metrics-address: \"8282\" is not host:port"),
        ("[metrics]\nmetrics-address = \"a:65536\"", "f:2: metrics.metrics-address: \"a:65536\" is not host:port"),
        (
            "[metrics]\nmetrics-address = \"127.0.0.1:47482\"",
            "f:2: metrics.metrics-address: port 47482 is that of websocket.websocket-address as well"
        ),
        (
            "[metrics]\nmetrics-address = \"127.0.0.1:4222\"\n[up]\nnats-port = 4222",
            "f:4: up.nats-port: port 4222 is that of metrics.metrics-address as well"
        ),
        ("[up]\nnats-port = 70000", "f:2: up.nats-port: 70000 is not a whole number from 0 to 65535"),
        ("[up]\nnats-port = -1", "f:2: up.nats-port: -1 is not a whole number from 0 to 65535"),
        ("[up]\nnats-port = 1e300", "f:2: up.nats-port: 1e+300 is not a whole number from 0 to 65535"),
        ("[up]\nnats-port = 4222.5", "f:2: up.nats-port: 4222.5 is not a whole number from 0 to 65535"),
        ("[up]\nnats-max-payload = 1e300", "f:2: up.nats-max-payload: 1e+300 is not a whole number from 1 to 64"),
        ("[up]\nwatchdog = 1e300", "f:2: up.watchdog: 1e+300 is not 0 or a number from 2 to 1000000"),
        ("[up]\nwatchdog = 1", "f:2: up.watchdog: 1 is not 0 or a number from 2 to 1000000"),
        ("[up]\nstop-timeout = -1", "f:2: up.stop-timeout: -1 is not a number from 0 to 1000000"),
        (
            "[common]\nnats-address = \"nats://u:sesame@a:4222\"",
            "f:2: common.nats-address: an address with a user's name is not host:port; nats-username"
        ),
        (
            "[common]\nnats-address = \"a:1\"\nnats-tls-ca = \"/nowhere/ca\"",
            "f:3: common.nats-tls-ca: /nowhere/ca: No such file or directory"
        ),
        ("[common]\nnode = \"a b\"", "f:2: common.node: \"a b\" is not a name of 1 to 64 letters, digits, _ and -"),
        ("[metrics]\nnode = \"a.b\"", "f:2: metrics.node: \"a.b\" is not a name of 1 to 64 letters"),
        (
            "[common]\nnats-username = \"u\"",
            "f:2: common.nats-username: is for a server that is named: give nats-address, or leave this out"
        ),
        (
            "[metrics]\nnats-nkey-file = \"/dev/null\"",
            "f:2: metrics.nats-nkey-file: is for a server that is named: give nats-address, or leave this out"
        ),
        ("[common]\nnats-tls-ca = \"/dev/null\"", "f:2: common.nats-tls-ca: is for a server that is named"),
        (
            "[common]\nnats-address = \"a:1\"\nnats-username = \"u\"",
            "[common]: --nats-username needs a password (add --nats-password-file FILE)"
        ),
        (
            "[common]\nnats-address = \"a:1\"\n[metrics]\nnats-token-file = \"/dev/null\"",
            "[metrics]: /dev/null is empty, but should hold the NATS token"
        ),
        (
            "[common]\nnats-address = \"a:1\"\nnats-tls-cert = \"/dev/null\"",
            "[common]: --nats-tls-cert and --nats-tls-key belong together (give both)"
        ),
        (
            "[common]\nnats-address = \"a:1\"\nnats-tls-ca = \"/dev/null\"",
            "[common]: NATS: cannot use the TLS authority /dev/null"
        ),
        ("[metrics]\nip-list = [\"a=/nowhere/list\"]", "f:2: metrics.ip-list: /nowhere/list: No such file"),
        ("[up]\nrun = [\"archiver\"]", "[archiver]: archiver.output-dir has to be given"),
        ("[up]\nrun = [\"replayer\"]", "f:2: up.run: there is no program replayer; there are logger, metrics"),
        (
            "[up]\nwithout = [\"metrics\"]\n[metrics]\nmax-series = 1",
            "f:4: warning: metrics.max-series: metrics is not among"
        ),
        (
            "[common]\nnats-address = \"a:1\"\nnats-password = \"secret\"\nnats-password-file = \"/dev/null\"",
            "f:3: common.nats-password: excludes common.nats-password-file"
        ),
        ("[common]\nnode = \"a\"\nnode = \"b\"", "f:3: "),
        ("common = { node = 1, nats-adress = \"b\" }", "f:1: there is no key common.nats-adress"),
    ])
    func tellsWhatIsWrongAndWhere(_ text: String, _ expected: String) {
        let found = problems(text)
        #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
    }

    @Test func whatIsForAServerOfItsOwnIsRight() {
        let own = "[metrics]\nnats-address = \"a:1\"\nnats-username = \"u\"\nnats-password = \"secret\"\n"
        #expect(problems(own) == [])
        // Of programs that are not run, nothing is said but that.
        let text = "[up]\nrun = [\"metrics\"]\n" + own + "[archiver]\nnats-username = \"u\""
        #expect(problems(text).allSatisfy { $0.contains("archiver is not among the programs") })
        #expect(problems("[up]\nwatchdog = 0\n") + problems("[up]\nwatchdog = 2\n") == [])
    }

    @Test func everythingWrongIsTold() {
        #expect(problems("[common]\nnod = 1\n[archiver]\nseekable = 1\n[metrics]\nmax-series = []").count == 3)
    }

    @Test func linesAreThoseOfKeysNotOfTextThatLooksLikeThem() {
        let lines = TOMLLines(
            """
            # [no] a = 1
            [one]
            a = \"\"\"
            [two]
            b = 1
            \"\"\"
            b = [ # 2
              "c = 1",
              "]",
            ]
            "c" = '''
            d = 1'''
            d.e = { f = 1 }
            [two] # it
            g = "\\""
            h = 1
            """)
        let expected = [
            ["one"]: 2, ["one", "a"]: 3, ["one", "b"]: 7, ["one", "c"]: 11, ["one", "d"]: 13, ["one", "d", "e"]: 13,
            ["one", "d", "e", "f"]: 13, ["two"]: 14, ["two", "g"]: 15, ["two", "h"]: 16,
        ]
        for (path, line) in expected { #expect(lines[path] == line, "\(path)") }
        #expect(lines[["no"]] == nil)
        #expect(lines[["two", "b"]] == 14)
    }

    @Test(arguments: ["\"", "'''", "[", "a", "a.", "\"a", "a = \"\\", "[[[", "a = [\n", "]]]\n", ".", "\u{0}"])
    func findingLinesInNonsenseEnds(_ text: String) {
        #expect(TOMLLines(text)[["b"]] == nil)
    }

    @Test func flagBeatsEnvironmentBeatsFileBeatsWhatWasFound() {
        let file = ConfigurationFile(
            path: "f", text: "[rpc-extractor]\nrpc-host = \"file:1\"\nrpc-timeout = 1\nrpc-user = \"u\"")
        let environment = [
            "PEER_OBSERVER_RPC_EXTRACTOR_RPC_HOST": "environment:1", "PEER_OBSERVER_RPC_EXTRACTOR_RPC_TIMEOUT": "2",
        ]
        var settings = Settings(
            file: file, environment: environment, flags: ["--rpc-extractor.rpc-host", "flag:1"])
        for key in ["rpc-host", "rpc-timeout", "rpc-user", "rpc-cookie-file"] {
            settings.set(KeyName(section: "rpc-extractor", key: key), .text("found"), .found("the node"))
        }
        let values = ["rpc-host", "rpc-timeout", "rpc-user", "rpc-cookie-file"].map {
            settings.effective("rpc-extractor", $0)?.value.argument
        }
        #expect(values == ["flag:1", "2", "u", "found"])
        #expect(settings.problems == [])
    }

    @Test func aProgramsOwnSectionBeatsTheCommonOne() {
        let text = "[common]\nlog-level = \"WARN\"\n[metrics]\nlog-level = \"debug\""
        let settings = Settings(file: ConfigurationFile(path: "f", text: text), environment: [:], flags: [])
        #expect(settings.problems == [])
        #expect(settings.effective("metrics", "log-level")?.value == .text("debug"))
        #expect(settings.effective("websocket", "log-level")?.value == .text("WARN"))
    }

    @Test func flagsAndVariablesAreReadByTheirTypes() {
        let settings = Settings(
            file: nil,
            environment: ["PEER_OBSERVER_METRICS_IP_LIST": "a=b;c=d", "PEER_OBSERVER_ARCHIVER_SEEKABLE": "1"],
            flags: [
                "--websocket.allow-origin=a", "--websocket.allow-origin", "b", "--archiver.low-data",
                "--archiver.keep-age", "30d", "--archiver.upstream-only=false", "--metrics.max-series=5",
            ])
        #expect(settings.problems == [])
        #expect(settings.texts("metrics", "ip-list") == ["a=b", "c=d"])
        #expect(settings.texts("websocket", "allow-origin") == ["a", "b"])
        #expect(settings.isSet("archiver", "low-data") && settings.isSet("archiver", "seekable"))
        #expect(settings["archiver", "upstream-only"]?.value == .boolean(false))
        #expect(settings["metrics", "max-series"]?.value == .number(5))
    }

    @Test(arguments: [
        (["--metrics.max-series", "many"], "--metrics.max-series: \"many\" is not a number"),
        (
            ["--metrics.max-serie", "1"],
            "--metrics.max-serie: there is no such flag; did you mean --metrics.max-series?"
        ),
        (["--metrics.max-series"], "--metrics.max-series: a value has to follow"),
        (["metrics"], "metrics: there is no such flag"),
        (["--watchdog=1e300"], "--watchdog: 1e+300 is not 0 or a number from 2 to 1000000"),
        (["--common.nats-address=u:\"secret\"@a:1"], "--common.nats-address: an address with a user's name"),
        (["--common.nats-password", "secret"], "--common.nats-password: everybody on the machine could read it"),
    ])
    func wrongFlagsAreTold(_ flags: [String], _ expected: String) {
        let found = Settings(file: nil, environment: [:], flags: flags).problems.map(\.description)
        #expect(found.first?.hasPrefix(expected) == true, "\(found)")
        #expect(!found.joined().contains("\"secret\""))
    }

    @Test func aVariableThatIsNoKeysIsTold() {
        let settings = Settings(file: nil, environment: ["PEER_OBSERVER_COMMON_NOD": "a"], flags: [])
        #expect(
            settings.problems.map(\.description) == [
                "PEER_OBSERVER_COMMON_NOD: warning: there is no key for this variable; did you mean PEER_OBSERVER_COMMON_NODE?"
            ])
    }

    @Test func valuesAreWrittenAsTheyAreRead() throws {
        for text in ["plain", "quote \" and \\", "tab\tline\nend", "\u{1}\u{7F}", "Zürich ⚡"] {
            let value = ConfigurationValue.text(text)
            let file = ConfigurationFile(path: "f", text: "[common]\nnode = \(value.toml)")
            #expect(file.entries.map(\.value) == [value], "\(file.problems)")
        }
    }
}
