import Testing

@testable import Daemon

@Suite struct StreamPlaceTests {
    @Test func readsThePlaceOfAMessageWithAndWithoutADomain() throws {
        let plain = try #require(
            StreamPlace(acknowledgement: "$JS.ACK.EVENTS.archiver-archive.2.1234.56.1795717532355460423.199"))
        #expect((plain.deliveries, plain.number, plain.waiting) == (2, 1234, 199))
        let ofDomain = StreamPlace(
            acknowledgement: "$JS.ACK.hub.AhFs83.EVENTS.archiver-archive.2.1234.56.1795717532355460423.199.x1")
        #expect(ofDomain == plain)
        #expect(
            StreamPlace(
                acknowledgement: "$JS.ACK._.AhFs83.EVENTS.archiver-archive.2.1234.56.1795717532355460423.199")
                == plain)
    }

    @Test(arguments: [
        "", "_INBOX.abc.1", "$JS.ACK", "$JS.ACK.EVENTS.c.1.2.3.4", "$JS.ACK.EVENTS.c.one.2.3.4.5",
        "$JS.ACK.EVENTS.c.1.-2.3.4.5", "$JS.ACK.EVENTS.c.1.99999999999999999999.3.4.5", "$JS.FC.EVENTS.c.1.2.3.4.5",
        "$JS.ACK.d.h.EVENTS.c.1.2.3.4",
    ])
    func tellsNoPlaceOfAnotherSubject(_ subject: String) {
        #expect(StreamPlace(acknowledgement: subject) == nil)
    }
}
