import DebugLog
import PeerObserver
import Testing

/// The 2,976 distinct lines (and two empty ones) of a node with every category on, against the judge's expectation.
@Suite struct PatternTests {
    @Test func everyLineHasThePrefixAndTheDetailThatTheJudgeSees() throws {
        #expect(FixtureLine.patterns.count == 2978)
        var parser = LogParser()
        for line in FixtureLine.patterns {
            let event = parser.event(line.line)
            let (found, wanted) = (try event.judged, try line.judged)
            #expect(found == wanted, "\(line.testDescription)")
            #expect(event.logLineBytes == UInt64(line.line.count))
        }
    }

    @Test func everyLineIsReadTheSameWithoutTheLinesBefore() throws {
        for line in FixtureLine.patterns where line.kind != "continuation" {
            let event = LogParser.alone(line.text)
            #expect(try event.judged == line.judged, "\(line.testDescription)")
        }
    }

    @Test func classifyingFindsTheKindAndThePrefixOfTheEvent() {
        var reader = LogParser()
        var classifier = LogParser()
        for line in FixtureLine.patterns {
            let event = reader.event(line.line)
            let summary = classifier.classify(line.line)
            #expect(summary.kind == LogKind(event.detail), "\(line.testDescription)")
            #expect(summary.timestamp == event.logTimestamp)
            #expect(summary.level == event.logLevel)
            #expect(summary.category.name == event.categoryName ?? event.category.name)
            if case .unknownLogMessage(let message) = event.event {
                #expect(message.rawMessage == String(decoding: line.line[summary.messageOffset...], as: UTF8.self))
            }
        }
    }

    @Test func everyEventSurvivesTheWire() throws {
        var parser = LogParser()
        for line in FixtureLine.patterns {
            let event = parser.event(line.line)
            #expect(try LogEvent(decoding: event.encoded()) == event, "\(line.testDescription)")
        }
    }
}
