import PeerObserver

extension RPC {
    static let estimateSmartFee = RPC(
        "estimatesmartfee",
        calls: [UInt32]([1, 6, 144]).flatMap { target in
            [("economical", FeeEstimateMode.economical), ("conservative", .conservative)].map { name, mode in
                Call(parameters: #"[\#(target),"\#(name)"]"#) { reader throws(JSONError) in
                    guard var estimate = try reader.object(EstimateSmartFee.self) else { return nil }
                    (estimate.requestedBlocks, estimate.mode) = (target, mode)
                    return .estimateSmartFee(estimate)
                }
            }
        } as [Call])
}

extension EstimateSmartFee: RPCObject {
    static let fields: [RPCField<EstimateSmartFee>] = [
        .init("feerate", optionalFeeRate: \.feeRate), .init("errors", list: \.errors), .init("blocks", \.blocks),
    ]
}
