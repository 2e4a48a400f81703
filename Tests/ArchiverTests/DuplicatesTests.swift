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

    @Test func numbersThatNeverCameAreTold() {
        var duplicates = Duplicates()
        duplicates.start(from: nil, acknowledged: 4)
        #expect(duplicates.position == 4)
        for number: UInt64 in [5, 6, 8, 9, 12] { #expect(isNew(note(number, number: number), &duplicates)) }
        duplicates.pass(10)
        // What is in the block at hand is not missing, and not done.
        #expect(duplicates.missing(below: 13, limit: 10) == [7, 11])
        #expect(duplicates.missing(below: 13, limit: 1) == [7])
        #expect(duplicates.missing(below: 15, limit: 10) == [7, 11, 13, 14])
        #expect(duplicates.position == 4)
        duplicates.commit()
        #expect(duplicates.position == 6)
        #expect(isNew(note(7, number: 7), &duplicates))
        duplicates.commit()
        #expect(duplicates.position == 10)
        #expect(!isNew(note(3, number: 3), &duplicates))
        #expect(duplicates.pass(below: 12) == 1)
        #expect(duplicates.position == 12)
        #expect(duplicates.pass(below: 12) == 0)
        #expect(duplicates.missing(below: 13, limit: 10) == [])
        #expect(duplicates.pass(below: 100) == 87)
        #expect(duplicates.position == 99)
    }

    @Test func anEarlierRunsPositionIsTakenOver() {
        let summary = IndexSummary(
            size: 1, contentSize: 1, events: 4, firstTime: 1, lastTime: 1, checksum: 0, kinds: [], streams: [],
            lost: [],
            streamSequences: [SequenceRange(first: 100, last: 103)])
        func position(saved: UInt64?, acknowledged: UInt64, hasArchive: Bool) -> UInt64? {
            var duplicates = Duplicates()
            if hasArchive { duplicates.learn(summary, withNumbers: true) }
            duplicates.start(from: saved, acknowledged: acknowledged)
            return duplicates.position
        }
        #expect(position(saved: 97, acknowledged: 120, hasArchive: true) == 97)
        #expect(position(saved: 99, acknowledged: 0, hasArchive: true) == 103)
        #expect(position(saved: nil, acknowledged: 120, hasArchive: true) == 103)
        #expect(position(saved: nil, acknowledged: 50, hasArchive: false) == 50)
        // The archives were moved away.
        #expect(position(saved: 60, acknowledged: 50, hasArchive: false) == 60)
        // A consumer that begins anew, and no archive: so does the archiver.
        #expect(position(saved: 60, acknowledged: 0, hasArchive: false) == 0)
    }

    @Test func tooManyGapsAreGivenUp() {
        var duplicates = Duplicates()
        duplicates.start(from: nil, acknowledged: 0)
        for number in stride(from: UInt64(2), through: 40_000, by: 2) {
            #expect(isNew(note(number, number: number), &duplicates))
        }
        duplicates.commit()
        let position = duplicates.position ?? 0
        #expect(position > 20_000)
        #expect(duplicates.missing(below: 40_001, limit: 1).first ?? 0 > position)
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
