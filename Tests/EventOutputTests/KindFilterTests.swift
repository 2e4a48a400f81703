import EventOutput
import PeerObserver
import Testing

@Suite struct KindFilterTests {
    @Test func withoutPatternsEveryKindIsAdmitted() {
        let filter = KindFilter(patterns: nil)
        #expect(filter.admitsAll && filter.admits("netmsg") && filter.admits("unknown"))
    }

    @Test func patternsAdmitTheirKindsAlone() {
        let filter = KindFilter(patterns: ["netmsg", "rpc", "rpc.*"])
        for kind in ["netmsg", "rpc", "rpc.getchaintips", "rpc.anything"] { #expect(filter.admits(kind)) }
        for kind in ["netmsg.malformed", "netconn", "unknown", "rpcx", ""] { #expect(!filter.admits(kind)) }
    }

    @Test func noPatternsAdmitNothing() {
        #expect(!KindFilter(patterns: []).admits("netmsg"))
    }

    @Test(arguments: Subject.allCases) func aSubjectsPatternAdmitsIt(subject: Subject) {
        #expect(KindFilter(patterns: [subject.pattern]).admits(subject.name))
    }
}
