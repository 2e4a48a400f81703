import PeerObserver

/// getdeploymentinfo
struct RPCDeployments: Sendable {
    private let group: MetricGroup
    private let active, signalling, threshold, elapsed: GaugeTable

    init(_ layout: inout MetricLayout) {
        group = layout.group("rpc.getdeploymentinfo", expires: true)
        let prefix = "rpc_deployment_"
        active = layout.gauge(
            prefix + "active", "1 where the rules of a deployment hold for the next block.", text: "deployment", "type")
        signalling = layout.gauge(
            prefix + "signalling_blocks", "Blocks of the running period that signal for a deployment.",
            text: "deployment")
        threshold = layout.gauge(
            prefix + "signalling_threshold", "Blocks of a period that must signal to lock a deployment in.",
            text: "deployment")
        elapsed = layout.gauge(prefix + "period_blocks", "Blocks of the running period so far.", text: "deployment")
    }

    func collect(_ answer: DeploymentInfo, _ node: inout NodeState) {
        node.store.refresh(group)
        let deployments = answer.deployments
        node.store.replace(
            active, with: deployments.map { ([$0.key, $0.value.type ?? ""], $0.value.active == true ? 1 : 0) })
        func each(_ value: (BIP9Statistics) -> UInt32?) -> [(labels: [String], value: Double)] {
            deployments.compactMap { entry in
                entry.value.bip9?.statistics.flatMap(value).map { ([entry.key], Double($0)) }
            }
        }
        node.store.replace(signalling, with: each(\.count))
        node.store.replace(threshold, with: each(\.threshold))
        node.store.replace(elapsed, with: each(\.elapsed))
    }
}
