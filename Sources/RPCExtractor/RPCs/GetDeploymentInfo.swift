import PeerObserver

extension RPC {
    static let getDeploymentInfo = RPC(
        "getdeploymentinfo", on: .rpcDeploymentInfo, .lessFrequent
    ) { reader throws(JSONError) in
        try reader.object(DeploymentInfo.self).map { .deploymentInfo($0) }
    }
}

extension DeploymentInfo: RPCObject {
    static let fields: [RPCField<DeploymentInfo>] = [
        .init("hash", optional: \.hash), .init("height", optional: \.height),
        .init("script_flags", list: \.scriptFlags),
        .init("deployments", objectMap: \.deployments),
    ]
}

extension Deployment: RPCObject {
    static let fields: [RPCField<Deployment>] = [
        .init("type", optional: \.type), .init("active", optional: \.active), .init("height", optional: \.height),
        .init("bip9", optionalObject: \.bip9),
    ]
}

extension BIP9Deployment: RPCObject {
    static let fields: [RPCField<BIP9Deployment>] = [
        .init("bit", optional: \.bit), .init("start_time", optional: \.startTime),
        .init("timeout", optional: \.timeout), .init("min_activation_height", optional: \.minActivationHeight),
        .init("status", optional: \.status), .init("since", optional: \.since),
        .init("status_next", optional: \.statusNext), .init("statistics", optionalObject: \.statistics),
        .init("signalling", optional: \.signalling),
    ]
}

extension BIP9Statistics: RPCObject {
    static let fields: [RPCField<BIP9Statistics>] = [
        .init("period", optional: \.period), .init("threshold", optional: \.threshold),
        .init("elapsed", optional: \.elapsed), .init("count", optional: \.count),
        .init("possible", optional: \.possible),
    ]
}
