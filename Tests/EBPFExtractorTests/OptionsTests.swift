import ArgumentParser
import CLibbpf
import Glibc
import Testing

@testable import EBPFExtractor

@Suite struct OptionsTests {
    private func groups(_ arguments: String...) throws -> Set<String> {
        Set(try TracepointGroups.parse(arguments).kinds.map(\.description))
    }

    @Test func upstreamsTwelveTracepointsAreObservedByDefault() throws {
        #expect(
            try groups() == [
                "net:inbound_message", "net:outbound_message", "net:inbound_connection", "net:outbound_connection",
                "net:closed_connection", "net:evicted_inbound_connection", "net:misbehaving_connection",
                "mempool:added",
                "mempool:removed", "mempool:replaced", "mempool:rejected", "validation:block_connected",
            ])
    }

    @Test func groupsAreLeftOutAndAdded() throws {
        let all = try groups()
        func removed(_ argument: String) throws -> Set<String> { try all.subtracting(groups(argument)) }
        #expect(try removed("--no-p2pmsg-tracepoints") == ["net:inbound_message", "net:outbound_message"])
        #expect(try removed("--no-connection-tracepoints").count == 5)
        #expect(try removed("--no-mempool-tracepoints").count == 4)
        #expect(try removed("--no-validation-tracepoints") == ["validation:block_connected"])
        #expect(
            try groups("--addrman-tracepoints").subtracting(all) == ["addrman:attempt_add", "addrman:move_to_good"])
        #expect(try groups("--utxocache-tracepoints").subtracting(all) == ["utxocache:flush", "utxocache:uncache"])
    }

    @Test func observingNothingIsRefused() {
        #expect(throws: (any Error).self) {
            try groups(
                "--no-p2pmsg-tracepoints", "--no-connection-tracepoints", "--no-mempool-tracepoints",
                "--no-validation-tracepoints")
        }
    }

    @Test func upstreamsCommandLineIsAccepted() throws {
        let command = try EBPFExtractorCommand.parse([
            "-a", "127.0.0.1:4222", "-u", "user", "-f", "/password", "-b", "/usr/bin/bitcoind", "--bitcoind-pid-file",
            "/pid", "-i",
            "-l", "DEBUG", "--libbpf-debug", "--no-mempool-tracepoints", "--prometheus-address", "127.0.0.1:8286",
        ])
        #expect(command.node.bitcoindPath == "/usr/bin/bitcoind" && command.node.bitcoindPidFile == "/pid")
        #expect(command.source.noIdleExit && command.source.libbpfDebug)
    }

    @Test(
        arguments: [
            ([], "--bitcoind-path"), (["-b", "x", "--bitcoind-pid", "1", "--bitcoind-pid-file", "f"], "not both"),
            (["-b", "x", "--bitcoind-pid", "0"], "no process id"),
            (["-b", "x", "--bitcoind-pid", "abc"], "bitcoind-pid"),
            (["-b", "x", "--ring-size", "3"], "power of two"), (["-b", "x", "--ring-size", "0"], "power of two"),
            (["-b", "x", "--ring-size", "2048"], "power of two"), (["-b", "x", "-l", "loud"], "loud"),
            (["-b", "x", "--node", "a.b"], "a.b"), (["-b", "x", "--prometheus-address", "nowhere"], "nowhere"),
            (["-b", "x", "more"], "more"),
        ] as [([String], String)])
    func badOptionsAreNamed(arguments: [String], problem: String) {
        do {
            _ = try EBPFExtractorCommand.parse(arguments)
            Issue.record("\(arguments) is accepted")
        } catch {
            #expect(EBPFExtractorCommand.message(for: error).contains(problem))
        }
    }

    @Test func recordingAloneNeedsNoNode() throws {
        let command = try EBPFExtractorCommand.parse(["--replay", "file", "--replay-in-time"])
        #expect(command.source.replay == "file" && command.source.replayInTime)
    }
}

@Suite struct TraceErrorTests {
    @Test func everyStatusHasItsReason() {
        let reasons: [(trace_status, TraceError.Reason)] = [
            (TRACE_NOT_PERMITTED, .notPermitted), (TRACE_KERNEL_TOO_OLD, .kernelTooOld),
            (TRACE_NO_SUCH_PROCESS, .noSuchProcess),
            (TRACE_NO_SUCH_FILE, .noSuchFile), (TRACE_NOT_AN_ELF_FILE, .notAnELFFile),
            (TRACE_NO_TRACEPOINTS, .noTracepoints),
            (TRACE_TRACEPOINT_MISSING, .tracepointMissing), (TRACE_BAD_OBJECT, .badObject),
            (TRACE_SYSTEM_ERROR, .other),
        ]
        for (status, reason) in reasons {
            #expect(TraceError(trace_result(status: status, system_error: 5)) == TraceError(reason, systemError: 5))
        }
        #expect(TraceError(trace_result(status: TRACE_OK, system_error: 0)) == nil)
    }

    @Test func descriptionsSayWhatToDo() {
        #expect(TraceError(.notPermitted).description.contains("run as root"))
        #expect(TraceError(.kernelTooOld).description.contains("Linux 5.19 or newer"))
        #expect(TraceError(.noTracepoints).description.contains("WITH_USDT"))
        #expect(TraceError(.other, systemError: ENOMEM).description == "Cannot allocate memory")
    }
}
