import TestSupport
import Testing

@testable import PeerObserver

@Suite struct TextVisitorTests {
    private func text(_ message: some WireMessage) -> String { ContractMessages.text(message) }

    @Test func singleMemberNeedsNoName() {
        #expect(text(Ping(value: 7)) == "Ping(7)")
        #expect(text(Inv()) == "Inv([])")
    }

    @Test func oneofAloneShowsItsCase() {
        let hash = SampleMessages.hash(0)
        let items = [InventoryItem(item: .wtx(hash)), InventoryItem(), InventoryItem(item: .error(true))]
        #expect(text(Inv(items: items)) == "Inv([WTx(\(hash)), none, Error])")
        #expect(text(MempoolEvent()) == "none")
        #expect(text(RPCEvent(event: .uptime(5))) == "Uptime(5)")
        #expect(
            text(ConnectionEvent(event: .misbehaving(MisbehavingConnection(id: 3, message: "m"))))
                == "MisbehavingConnection(id=3, message=m)")
    }

    @Test func absentValuesAreLeftOut() {
        #expect(text(Malformed(reason: "r")) == "Malformed(reason=r)")
        #expect(text(Malformed(reason: "r", payload: [])) == "Malformed(reason=r, payload=)")
        #expect(text(Malformed(reason: "r", payload: [1, 0xff])) == "Malformed(reason=r, payload=01ff)")
        // Absent first, in the middle and last.
        #expect(text(EstimateSmartFee()) == "EstimateSmartFee(blocks=0, requested_blocks=0, mode=0, errors=[])")
        #expect(
            text(Address(timestamp: 1, host: nil, port: 2, services: 3)) == "Address(timestamp=1, port=2, services=3)")
        var event = Event()
        event.pid = 5
        #expect(text(event) == "Event(timestamp=0, pid=5)")
    }

    @Test func hiddenFieldIsLeftOutWhereverItIsPresent() {
        let connection = Connection(peerID: 1, addr: "a", connType: .inbound, network: 1, connectionType: "inbound, (")
        #expect(text(connection) == "Connection(id=1, addr=a, conn_type=1, network=1)")
        #expect(
            text(ClosedConnection(conn: connection, timeEstablished: 4))
                == "ClosedConnection(conn=Connection(id=1, addr=a, conn_type=1, network=1), time_established=4)")
        var unnamed = connection
        unnamed.connectionType = nil
        #expect(text(unnamed) == text(connection))
    }

    @Test func casesShowTheirShape() {
        let text = text(AddrV2(addresses: SampleMessages.addresses))
        for expected in [
            "=IPv4(203.0.113.5), ", "=IPv6(2001:db8::1), ", "=I2P(bbbb", "=CJDNS(fc00::1), ",
            "=UnknownAddress(id=250, address=0001ff), ",
        ] {
            #expect(text.contains(expected), "\(text)")
        }
    }

    @Test func longBytesAreCut() {
        let short = Alert(alert: [UInt8](repeating: 0xab, count: 80))
        #expect(text(short) == "Alert(" + String(repeating: "ab", count: 80) + ")")
        let long = Alert(alert: [UInt8](repeating: 0xab, count: 81))
        #expect(text(long) == "Alert(" + String(repeating: "ab", count: 40) + "..(81 bytes))")
    }

    @Test func mapsShowKeysAndValues() {
        let info = AddrManInfo(networks: [
            MapEntry("a", AddrManInfoNetwork(new: 1, tried: 2, total: 3)), MapEntry("b", AddrManInfoNetwork()),
        ])
        #expect(
            text(info)
                == "AddrManInfo({a: AddrManInfoNetwork(new=1, tried=2, total=3), b: AddrManInfoNetwork(new=0, tried=0, total=0)})"
        )
        #expect(text(AddrManInfo()) == "AddrManInfo({})")
    }

    /// The separator depends on the fields alone, never on how a peer's text ends.
    @Test(arguments: ["(", "[", "{", ", ", "=", "", "x, y=("])
    func attackersTextDoesNotMoveSeparators(word: String) {
        #expect(
            text(Reject(rejectedCommand: word, reason: .dust, reasonDetails: word, hash: [1]))
                == "Reject(rejected_command=\(word), reason=5, reason_details=\(word), hash=01)")
        var network = NetworkInfo()
        network.warnings = [word, word]
        #expect(text(network).hasSuffix("warnings=[\(word), \(word)], absent=[])"))
    }

    @Test func nothingATerminalObeysPasses() throws {
        let hostile = "\u{1b}]0;x\u{7}\u{0}\r\n\u{7f}\u{9b}31m\u{202e}\u{2066}\\"
        let shown = #"\x1b]0;x\x07\x00\x0d\x0a\x7f\xc2\x9b31m\xe2\x80\xae\xe2\x81\xa6\x5c"#
        #expect(text(UnknownLogMessage(rawMessage: hostile)) == "UnknownLogMessage(\(shown))")
        // What is no UTF-8 shows as U+FFFD.
        #expect(text(try UnknownLogMessage(decoding: [0x0a, 2, 0xff, 0x61])) == #"UnknownLogMessage(\xef\xbf\xbda)"#)
        var peer = PeerInfo()
        peer.bytesSentPerMessage = [MapEntry(hostile, 1)]
        #expect(text(peer).contains("bytes_sent_per_message={\(shown): 1}"))
    }

    @Test func everyArmIsOnePrintableLine() {
        for (_, event) in SampleEvents.all + SampleEvents.onlyRead {
            let line = text(event)
            #expect(line.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
            #expect(line.hasPrefix("Event(peer_observer_event=") && line.hasSuffix(", pid=4194304)"))
            #expect(
                !line.contains("(,") && !line.contains("[,") && !line.contains(", )") && !line.contains(",,"), "\(line)"
            )
        }
    }

    @Test func extremeNumbersKeepEveryDigit() {
        #expect(text(Ping(value: .max)) == "Ping(18446744073709551615)")
        #expect(text(FeeFilter(fee: .min)) == "FeeFilter(-9223372036854775808)")
    }
}
