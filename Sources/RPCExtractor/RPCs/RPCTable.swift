extension RPC {
    /// Every RPC that is asked unless it is switched off.
    static let all: [RPC] = [
        // Upstream's.
        .getPeerInfo, .getMempoolInfo, .uptime, .getNetTotals, .getMemoryInfo, .getAddrmanInfo, .getNetworkInfo,
        .getOrphanTxs, .estimateSmartFee, .getChainTxStats, .getBlockchainInfo, .getRawAddrman,
        // Ours.
        .getChainTips, .getIndexInfo, .getZMQNotifications, .listBanned, .getDeploymentInfo, .getMiningInfo,
    ]
}
