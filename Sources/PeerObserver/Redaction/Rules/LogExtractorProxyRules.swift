extension RedactionTable {
    /// proto/log_extractor/proxy.proto
    static let logExtractorProxy: [MessageRules] = [
        MessageRules(
            "log_extractor.TorControlLine",
            .text(1, "event"), .text(2, "text"), .address(3, "address")),
        MessageRules(
            "log_extractor.I2PSessionLine",
            .text(1, "event"), .text(2, "session_type"), .drop(3, "session_id"), .address(4, "address"),
            .text(5, "error")),
        MessageRules(
            "log_extractor.ProxyConnectionLine",
            .text(1, "event"), .address(2, "target"), .ownAddress(3, "proxy"), .text(4, "error")),
    ]
}
