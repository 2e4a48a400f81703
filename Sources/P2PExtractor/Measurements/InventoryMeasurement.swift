import PeerObserver

/// The transactions and blocks that the node offers.
enum InventoryMeasurement {
    static func inv(_ inv: Inv, isOn: Bool) -> [Action] {
        isOn ? [.publish(.inventoryAnnouncement(InventoryAnnouncement(inventory: inv.items)))] : []
    }
}
