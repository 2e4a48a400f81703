import CLibbpf
import CTraceEvents
import CTracepoints
import Foundation
import Testing

@testable import EBPFExtractor

extension KernelTests {
    @Suite struct Messages {
        static let sizes = [
            0, 1, 7, 8, 63, 64, 65, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097,
            8191, 8192, 8193,
            65_535, 65_536, 65_537, 1_000_000, 4_000_000, 4_194_303, 4_194_304,
        ]

        @Test func payloadsAreCarriedByteForByte() throws {
            let tracing = try Tracing([TraceKind(TRACE_NET_INBOUND_MESSAGE), TraceKind(TRACE_NET_OUTBOUND_MESSAGE)])
            for inbound in [true, false] {
                for size in Self.sizes {
                    let payload = pattern(size, seed: UInt64(size + 1))
                    #expect(fireMessage(payload, peer: Int64(size), inbound: inbound))
                    let records = tracing.records()
                    try #require(records.count == 1, "\(size) bytes")
                    let message = records[0].load(trace_net_message.self)
                    let kind = inbound ? TRACE_NET_INBOUND_MESSAGE : TRACE_NET_OUTBOUND_MESSAGE
                    #expect(message.header.kind == kind.rawValue)
                    #expect(message.header.length == UInt32(168 + size))
                    #expect(message.header.payload_length == UInt32(size))
                    #expect(message.size == UInt64(size))
                    #expect(message.peer_id == Int64(size))
                    #expect(text(message.address) == "203.0.113.7:8333")
                    #expect(text(message.connection_type) == "outbound-full-relay")
                    #expect(text(message.message_type) == "tx")
                    #expect(records[0].payload.elementsEqual(payload), "\(size) bytes")
                }
            }
            #expect(try tracing.counters(TRACE_NET_INBOUND_MESSAGE).outcomes.submitted == UInt64(Self.sizes.count))
            #expect(try tracing.counters(TRACE_NET_OUTBOUND_MESSAGE).outcomes.submitted == UInt64(Self.sizes.count))
        }

        @Test func payloadAboveTheMaximumIsCountedAsOversized() throws {
            let tracing = try Tracing()
            #expect(fireMessage([UInt8](repeating: 0, count: Int(TRACE_MAXIMUM_PAYLOAD_SIZE) + 1)))
            // A size that would wrap around where it is added to or cut to 32 bits.
            for size in [UInt64(1) << 32, .max, .max - 100] {
                #expect(tracepoint_net_inbound_message(1, "a", "b", "c", size, "d"))
            }
            #expect(tracing.records().isEmpty)
            #expect(try tracing.counters(TRACE_NET_INBOUND_MESSAGE).outcomes.oversized == 4)
            #expect(try tracing.counters(TRACE_NET_INBOUND_MESSAGE).hits == 4)
        }

        @Test func textsLongerThanTheirFieldsAreCutAndTerminated() throws {
            let tracing = try Tracing()
            let long = String(repeating: "x", count: 300)
            #expect(tracepoint_net_inbound_message(1, long, long, long, 0, ""))
            let message = try #require(tracing.records().first).load(trace_net_message.self)
            #expect(text(message.address).count == Int(TRACE_ADDRESS_SIZE) - 1)
            #expect(text(message.connection_type).count == Int(TRACE_CONNECTION_TYPE_SIZE) - 1)
            #expect(text(message.message_type).count == Int(TRACE_MESSAGE_TYPE_SIZE) - 1)
        }

        @Test func unreadableMemoryIsCountedAsFault() throws {
            let tracing = try Tracing()
            // One page that may be read and one that may not, so that reads can fail in their middle.
            let page = Int(getpagesize())
            let memory = try #require(mmap(nil, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
            defer { munmap(memory, 4 * page) }
            memset(memory, 120, 4 * page)
            #expect(mprotect(memory + 3 * page, page, PROT_NONE) == 0)
            let bad = memory + 3 * page
            let fire = { (address: UnsafeRawPointer, size: Int, payload: UnsafeRawPointer) in
                tracepoint_net_inbound_message(
                    1, address.assumingMemoryBound(to: CChar.self), "inbound", "tx", UInt64(size), payload)
            }
            let address: [CChar] = Array("1.2.3.4:5".utf8CString)
            address.withUnsafeBufferPointer { address in
                let address = UnsafeRawPointer(address.baseAddress!)  // not empty
                for size in [1, 64, 512, 4096, 5000, 100_000, 4_000_000] { #expect(fire(address, size, bad)) }
                #expect(fire(address, 512, bad - 511))
                #expect(fire(address, 3 * page + 1, bad - 3 * page))
                #expect(fire(bad, 8, address))
                #expect(fire(bad, 5000, memory))
                // Reading up to the last readable byte is no fault.
                #expect(fire(address, 512, bad - 512))
                #expect(fire(address, 3 * page, bad - 3 * page))
            }
            let counters = try tracing.counters(TRACE_NET_INBOUND_MESSAGE)
            #expect(counters.outcomes.fault == 11)
            #expect(counters.outcomes.submitted == 2)
            #expect(counters.hits == 13)
            #expect(tracing.records().count == 2)
        }

        @Test func headerTellsProcessAndTime() throws {
            let tracing = try Tracing()
            let before = monotonicTime()
            #expect(fireMessage([1, 2, 3]))
            let after = monotonicTime()
            let header = try #require(tracing.records().first).header
            #expect(header.pid == UInt32(getpid()))
            #expect(before <= header.monotonic_ns && header.monotonic_ns <= after)
        }

        private func monotonicTime() -> UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        }
    }
}
