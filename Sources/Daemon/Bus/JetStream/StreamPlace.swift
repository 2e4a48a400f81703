/// Where a message stands in its stream and consumer, as the subject for its acknowledgement tells:
/// `$JS.ACK.<stream>.<consumer>.<deliveries>.<number>.<consumer's number>.<time>.<waiting>`, or with the domain and the account's hash behind
/// `$JS.ACK`, and more at its end (NATS ADR-15).
struct StreamPlace: Equatable {
    let deliveries: UInt64
    let number: UInt64
    let waiting: UInt64

    /// nil for a subject of another kind.
    init?(acknowledgement subject: String) {
        let tokens = subject.split(separator: ".", omittingEmptySubsequences: false)
        guard tokens.count == 9 || tokens.count >= 11, tokens[0] == "$JS", tokens[1] == "ACK" else { return nil }
        let numbers = tokens.count == 9 ? tokens[4..<9] : tokens[6..<11]
        guard let deliveries = UInt64(numbers[numbers.startIndex]),
            let number = UInt64(numbers[numbers.startIndex + 1]),
            let waiting = UInt64(numbers[numbers.startIndex + 4])
        else { return nil }
        (self.deliveries, self.number, self.waiting) = (deliveries, number, waiting)
    }
}
