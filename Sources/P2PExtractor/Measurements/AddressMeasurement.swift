import PeerObserver

/// The addresses that the node relays.
enum AddressMeasurement {
    static func addrV2(_ reader: inout ByteReader, isOn: Bool) throws(PayloadError) -> [Action] {
        guard isOn, !reader.isAtEnd else { return [] }
        let addresses = try AddrV2(payload: &reader).addresses
        return [.publish(.addressAnnouncement(AddressAnnouncement(addresses: addresses)))]
    }
}
