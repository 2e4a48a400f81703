extension RedactionTable {
    /// proto/log_extractor/node.proto
    static let logExtractorNode: [MessageRules] = [
        MessageRules(
            "log_extractor.NodeStartedLine",
            .text(1, "name"), .text(2, "version"), .text(3, "build")),
        MessageRules(
            "log_extractor.NodeStateLine",
            .text(1, "state")),
        MessageRules(
            "log_extractor.InitMessageLine",
            .text(1, "text")),
        MessageRules(
            "log_extractor.ThreadChangeLine",
            .text(1, "name"), .keep(2, "started")),
        MessageRules(
            "log_extractor.NetworkActiveLine",
            .keep(1, "active")),
        MessageRules(
            "log_extractor.LogRateLimitLine",
            .keep(1, "suppressed"), .text(2, "source_file"), .keep(3, "source_line"), .text(4, "source_function"),
            .keep(5, "byte_count"), .keep(6, "window_seconds")),
    ]
}
