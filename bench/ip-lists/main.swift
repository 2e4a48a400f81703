// What looking up an address in 20,000 list entries costs: compiled with the sources of Sources/Daemon/Networks.
// Prints nanoseconds: mean of hits, mean of misses, mean of reading an address from text.

var generator = SystemRandomNumberGenerator()

/// Addresses and blocks as lists have them: half IPv4 and half IPv6, most of them single addresses.
let prefixes = (0..<20_000).compactMap { number -> IPPrefix? in
    let random = UInt32.random(in: .min ... .max, using: &generator)
    if number % 2 == 0 {
        let length = number % 10 == 0 ? Int.random(in: 16...30, using: &generator) : 32
        return IPPrefix("\(IPAddress(ipv4: random))/\(length)")
    }
    let length = number % 10 == 1 ? Int.random(in: 32...64, using: &generator) : 128
    let bits =
        UInt128(0x2001 + random % 0x0900) << 112 | UInt128(UInt64.random(in: .min ... .max, using: &generator)) << 24
    return IPPrefix("\(IPAddress(bits: bits | UInt128(random)))/\(length)")
}
let set = IPListSet([("a", Array(prefixes[..<10_000])), ("b", Array(prefixes[10_000...]))])
let hits = prefixes.map(\.last).shuffled(using: &generator)
let misses = (0..<20_000).map { number -> IPAddress in
    if number % 2 == 0 { return IPAddress(ipv4: .random(in: .min ... .max, using: &generator)) }
    return IPAddress(bits: UInt128(0x2001) << 112 | UInt128.random(in: 0..<(1 << 112), using: &generator))
}
let texts = hits.map { Array("\($0)".utf8) }
var found = 0

func nanoseconds(_ rounds: Int, _ body: (Int) -> Void) -> Double {
    let clock = ContinuousClock()
    return (0..<5).map { _ in
        let time = clock.measure { for round in 0..<rounds { body(round) } }
        return Double(time.components.attoseconds) / 1e9 + Double(time.components.seconds) * 1e9
    }.sorted()[2] / Double(rounds)
}

let rounds = 2_000_000
let hit = nanoseconds(rounds) { found += set.lists(of: hits[$0 % 20_000]) != 0 ? 1 : 0 }
let miss = nanoseconds(rounds) { found += set.lists(of: misses[$0 % 20_000]) != 0 ? 1 : 0 }
let read = nanoseconds(rounds / 10) { found += IPAddress(texts[$0 % 20_000]) != nil ? 1 : 0 }
guard found > rounds * 5 else { fatalError("entries of the lists were not found") }
print(hit, miss, read)
