import PeerObserver

extension TextVisitor {
    /// Appends the event as a line: `[node] --> to id=…`, ` <-- from id=…`, ` # CONN …`; nothing for one without content.
    mutating func line(_ event: Event) -> Bool {
        if let node = event.node { string(node) }
        switch event.payload {
        case .ebpfExtractor(let ebpf): return line(ebpf)
        case .rpcExtractor(let rpc): tagged(" # RPC ", rpc)
        case .p2pExtractor(let p2p): line(p2p)
        case .logExtractor(let log): tagged(" # LOG ", log)
        case .ipcExtractor(let ipc): tagged(" # IPC ", ipc)
        case .connectivityCheck(let connectivity): tagged(" # CONNECTIVITY ", connectivity)
        case .alerts(let alerts): tagged(" # ALERT ", alerts)
        case nil: return false
        }
        return true
    }

    private mutating func line(_ ebpf: EBPFEvent) -> Bool {
        switch ebpf.event {
        case .message(let message): line(message)
        case .connection(let connection): tagged(" # CONN ", connection)
        case .mempool(let mempool): tagged(" # MEMPOOL ", mempool)
        case .validation(let validation): tagged(" # BLOCK ", validation)
        case .addrman(let addrman): tagged(" # ADDRMAN ", addrman)
        case .utxocache(let utxocache): tagged(" # UTXOCACHE ", utxocache)
        case .process(let process): tagged(" # PROCESS ", process)
        case nil: return false
        }
        return true
    }

    private mutating func line(_ message: MessageEvent) {
        output.text(message.meta.inbound ? " <-- from id=" : " --> to id=")
        unsigned(message.meta.peerID)
        output.text(" (conn_type=")
        signed(Int64(message.meta.connType.rawValue))
        output.text("): ")
        if case .malformed = message.message {
            string(message.meta.command)
            output.byte(UInt8(ascii: " "))
        }
        message.visitMessage(&self)
        if message.detail != nil {
            output.byte(UInt8(ascii: " "))
            message.visitDetail(&self)
        }
    }

    private mutating func line(_ p2p: P2PEvent) {
        output.text(" # P2P ")
        p2p.visitEvent(&self)
        guard let address = p2p.address else { return }
        output.text(" from ")
        string(address)
    }

    private mutating func tagged(_ tag: StaticString, _ message: some WireMessage) {
        output.text(tag)
        message.visit(&self)
    }
}
