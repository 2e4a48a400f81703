import ArchiveFormat
import PeerObserver
import Testing

@testable import Archiver

@Suite struct DuplicatesTests {
    private func note(
        _ sequence: UInt64, stream: UInt64 = 1, kind: String = "netmsg", node: String? = nil, number: UInt64? = nil
    ) -> EventNote {
        EventNote(
            kind: kind, node: node, time: 1, streamID: stream, sequence: sequence, streamSequence: number)
    }

    private func isNew(_ note: EventNote, _ duplicates: inout Duplicates) -> Bool { duplicates.insert(note) }

    @Test func nodeSubjectRunAndSequenceNameAnEvent() {
        var duplicates = Duplicates()
        for (node, kind, stream) in [
            (nil, "netmsg", 1), ("a", "netmsg", 1), (nil, "rpc", 1), (nil, "netmsg", UInt64(2)),
        ] {
            let first = note(5, stream: stream, kind: kind, node: node)
            #expect(isNew(first, &duplicates))
            #expect(!isNew(first, &duplicates))
        }
        duplicates.commit()
        #expect(!isNew(note(5), &duplicates))
        #expect(isNew(note(4), &duplicates))
    }

    @Test func whatWasLostMayComeAgain() {
        var duplicates = Duplicates()
        #expect(isNew(note(1, number: 10), &duplicates))
        duplicates.commit()
        #expect(isNew(note(2, number: 11), &duplicates))
        duplicates.rollback()
        #expect(isNew(note(2, number: 11), &duplicates))
        #expect(!isNew(note(1, number: 10), &duplicates))
    }

    @Test func eventsWithoutSequenceAreKnownByTheirNumber() {
        var duplicates = Duplicates()
        #expect(isNew(note(0, stream: 0, number: 1), &duplicates))
        #expect(isNew(note(0, stream: 0, number: 2), &duplicates))
        #expect(!isNew(note(0, stream: 0, number: 1), &duplicates))
        duplicates.commit()
        #expect(!isNew(note(0, stream: 0, number: 2), &duplicates))
        #expect(isNew(note(0, stream: 0), &duplicates))
        #expect(isNew(note(0, stream: 0), &duplicates))
    }

    @Test func anArchivesIndexIsLearned() {
        let summary = IndexSummary(
            size: 1, contentSize: 1, events: 3, firstTime: 1, lastTime: 1, checksum: 0, kinds: [],
            streams: [
                StreamCount(
                    node: "a", kind: "rpc", streamID: 9, first: 1, last: 5, events: 4, missing: 1,
                    ranges: [SequenceRange(first: 1, last: 3), SequenceRange(first: 5, last: 5)])
            ], lost: [], streamSequences: [SequenceRange(first: 100, last: 103)])
        var duplicates = Duplicates()
        duplicates.learn(summary, withNumbers: true)
        #expect(!isNew(note(3, stream: 9, kind: "rpc", node: "a", number: 200), &duplicates))
        #expect(isNew(note(4, stream: 9, kind: "rpc", node: "a", number: 201), &duplicates))
        #expect(!isNew(note(50, number: 102), &duplicates))
        var other = Duplicates()
        other.learn(summary, withNumbers: false)
        #expect(isNew(note(50, number: 102), &other))
    }

    @Test func theRunThatWasSilentTheLongestIsForgotten() {
        var duplicates = Duplicates()
        for stream in 1...UInt64(Duplicates.limit) + 1 {
            #expect(isNew(note(1, stream: stream), &duplicates))
            if stream % 1000 == 1 { duplicates.commit() }
        }
        duplicates.commit()
        #expect(!isNew(note(1, stream: UInt64(Duplicates.limit)), &duplicates))
        #expect(isNew(note(1, stream: 1), &duplicates))
    }
}
