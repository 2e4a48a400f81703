import Daemon
import PeerObserver

/// What is done with the messages of a node after the handshake. Every other type is counted and passed over.
enum MeasurementTable {
    typealias Measure = @Sendable (inout Session, inout ByteReader, Moment) throws(PayloadError) -> [Action]

    static let measurements: [String: Measure] = [
        "ping": { session, reader, _ throws(PayloadError) in try session.pings.ping(&reader) },
        "pong": { session, reader, now throws(PayloadError) in try session.pings.pong(&reader, at: now) },
        "addrv2": { session, reader, _ throws(PayloadError) in
            try AddressMeasurement.addrV2(&reader, isOn: session.settings.addresses)
        },
        "inv": { session, reader, _ throws(PayloadError) in
            let inv = try Inv(payload: &reader)
            return InventoryMeasurement.inv(inv, isOn: session.settings.inventory) + session.blocks.inv(inv)
        },
        "feefilter": { session, reader, _ throws(PayloadError) in
            try FeeFilterMeasurement.feeFilter(&reader, isOn: session.settings.feeFilter)
        },
        "headers": { session, reader, _ throws(PayloadError) in try session.blocks.headers(&reader) },
        "cmpctblock": { session, reader, _ throws(PayloadError) in try session.blocks.compactBlock(&reader) },
        "getheaders": { _, _, _ in
            // We have no chain: the empty answer is the one that the node asks no more after.
            [.send(OutboundMessage("headers", Headers(headers: [])))]
        },
    ]
}
