import PeerObserver

/// The lowest fee rate that the node takes transactions at.
enum FeeFilterMeasurement {
    static func feeFilter(_ reader: inout ByteReader, isOn: Bool) throws(PayloadError) -> [Action] {
        guard isOn else { return [] }
        return [.publish(.feefilterAnnouncement(try FeeFilter(payload: &reader).fee))]
    }
}
