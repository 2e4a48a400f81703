import CTracepoints
import Glibc

/// Fires tracepoints and counts those that something was attached to.
enum Firing {
    static func message(_ type: String, _ payload: [UInt8], peer: Int64 = 1, inbound: Bool = true) -> Bool {
        let fire = inbound ? tracepoint_net_inbound_message : tracepoint_net_outbound_message
        return fire(peer, "203.0.113.7:8333", "inbound", type, UInt64(payload.count), payload)
    }

    static func pings(first: Int, count: Int, rate: Int) -> Int {
        var fired = 0
        let start = now()
        for number in 0..<count {
            if rate > 0 { sleep(until: start + number * 1_000_000_000 / rate) }
            let nonce = withUnsafeBytes(of: UInt64(first + number).littleEndian) { [UInt8]($0) }
            if message("ping", nonce, peer: Int64(first + number)) { fired += 1 }
        }
        return fired
    }

    /// The same bytes as the tests expect: see `PatternMessage`.
    static func patterns(count: Int, limit: Int, rate: Int) -> Int {
        // Bytes without a period that a boundary could hide; a message is a stretch of them.
        var bytes = [UInt8](repeating: 0, count: limit + 256)
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 ^ index >> 8) }
        var fired = 0
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let start = now()
            for number in 0..<count {
                if rate > 0 { sleep(until: start + number * 1_000_000_000 / rate) }
                let fire = number.isMultiple(of: 2) ? tracepoint_net_inbound_message : tracepoint_net_outbound_message
                let size = UInt64(number * 7919 % limit)
                let isFired = fire(Int64(number), "203.0.113.7:8333", "inbound", "pattern", size, base + number % 256)
                if isFired { fired += 1 }
            }
        }
        return fired
    }

    static func removals(_ count: Int, milliseconds: Int) -> (fired: Int, milliseconds: Int) {
        var (fired, txid) = (0, [UInt8](repeating: 0, count: 32))
        let start = now()
        for number in 0..<count {
            // Nothing pauses a node between removals, so this does not sleep.
            while now() < start + number * milliseconds * 1_000_000 / count {}
            txid.withUnsafeMutableBytes { $0.storeBytes(of: UInt64(number), as: UInt64.self) }
            if tracepoint_mempool_removed(txid, "block", 200, Int64(number), 1_790_000_000) { fired += 1 }
        }
        return (fired, (now() - start) / 1_000_000)
    }

    /// One input, one output, and a script that fills it to `size` bytes.
    static func transaction(_ size: Int) -> Int {
        let script = size - 64
        let length = withUnsafeBytes(of: UInt32(script).littleEndian) { [UInt8]($0) }
        var payload: [UInt8] = [2, 0, 0, 0, 1] + [UInt8](repeating: 7, count: 36) + [0, 255, 255, 255, 255, 1]
        payload +=
            [UInt8](repeating: 1, count: 8) + [0xfe] + length + [UInt8](repeating: 0x6a, count: script) + [0, 0, 0, 0]
        return message("tx", payload) ? 1 : 0
    }

    static func each() -> Int {
        let (first, second) = ((0..<32).map { UInt8($0 + 1) }, (0..<32).map { UInt8($0 + 100) })
        let onion = String(repeating: "a", count: 56) + ".onion:65535"
        return [
            message("ping", [1, 2, 3, 4, 5, 6, 7, 8], peer: 11),
            message("xyz", [9, 8], peer: 12, inbound: false),
            tracepoint_net_inbound_connection(-7, onion, "block-relay-only", 3, 1 << 40),
            tracepoint_net_outbound_connection(13, "[2001:db8::1]:8333", "manual", 2, 10),
            tracepoint_net_closed_connection(14, "203.0.113.7:8333", "feeler", 1, 1_790_000_000),
            tracepoint_net_evicted_inbound_connection(15, onion, "inbound", 5, 1_790_000_001),
            tracepoint_net_misbehaving_connection(16, "getdata message size = 50001"),
            tracepoint_mempool_added(first, 141, -5),
            tracepoint_mempool_removed(first, "sizelimit", 99_999, 2_100_000_000_000_000, 1_790_000_002),
            tracepoint_mempool_replaced(first, 1, 2, 3, second, 4, 5, true),
            tracepoint_mempool_rejected(first, "min relay fee not met"),
            tracepoint_validation_block_connected(first, 900_000, 5_000, 9_000, 80_000, 123_456_789),
            tracepoint_addrman_attempt_add(true, 1023, 63, onion, 4_200_000_000, "10.0.0.1", 13335),
            tracepoint_addrman_move_to_good(255, 7, "10.0.0.2:8333", 64512, onion, 0),
            tracepoint_utxocache_flush(1_234_567, 2, 3_000_000, 450 << 20, true),
            tracepoint_utxocache_uncache(first, 4_000_000_000, 840_000, 546, false),
        ].count { $0 }
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func sleep(until deadline: Int) {
        var time = timespec(tv_sec: deadline / 1_000_000_000, tv_nsec: deadline % 1_000_000_000)
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }
}
