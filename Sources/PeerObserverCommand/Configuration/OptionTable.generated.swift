// The options of all daemons as they tell them; made by: UPDATE_GOLDEN=1 swift test --filter OptionTableTests
// Fields: section, key, form, required, default, value, values, what it is.
extension OptionTable {
    static let generated = """
        up	run	list					Run this program; may be given several times. Unless given: the extractors, metrics, websocket, alerts, and archiver where it has a folder.
        up	without	list					Do not run this program; may be given several times.
        up	datadir	option					The node's data directory; unless given, that of the running node, else ~/.bitcoin.
        up	chain	option					The node's chain: main, test, testnet4, signet or regtest; unless given, as the node's configuration has it.
        up	no-node	flag					Look for no node: everything about it is given.
        up	state-dir	option					Folder for what is kept between runs: the place in debug.log. Unless given, ~/.local/state/peer-observer.
        up	nats-server	option					The nats-server to start where common.nats-address names none; unless given, the one in PATH.
        up	nats-port	option					The port of the nats-server that is started; a free one unless given.
        up	nats-max-payload	option					The largest payload that the nats-server takes, in MiB; 16 unless given.
        up	watchdog	option					Seconds without a sign of life after which a program is started anew; 60 unless given, 0 for never.
        up	stop-timeout	option					Seconds that a program may take to stop; 20 unless given.
        up	plain	flag					Lines only, also on a terminal: no table of the programs.
        common	nats-address	option		127.0.0.1:4222			Where the NATS server listens.
        common	nats-username	option					User name for NATS; needs a password or a password file.
        common	nats-password	option					Password for NATS. Everybody on the machine can read it here.
        common	nats-password-file	option					File with the password for NATS.
        common	nats-token-file	option					File with a token for NATS.
        common	nats-nkey-file	option					File with an nkey seed for NATS.
        common	nats-credentials-file	option					Credentials file for NATS, with a JWT and an nkey seed.
        common	nats-tls-ca	option					File with the certificates of the authorities that may sign for the NATS server; turns on TLS.
        common	nats-tls-cert	option					File with this client's TLS certificate.
        common	nats-tls-key	option					File with the key of this client's TLS certificate.
        common	node	option					This node's name in a fleet: an extractor's events go to node.NAME.<subject>.
        common	log-level	option		INFO			How much to tell on stderr: TRACE, DEBUG, INFO, WARN, ERROR or OFF.
        logger	messages	flag					P2P messages, malformed ones too.
        logger	connections	flag					Connections.
        logger	mempool	flag					The mempool.
        logger	validation	flag					The validation of blocks.
        logger	rpc	flag					Answers of the node's RPCs.
        logger	p2p-extractor	flag					What the node told our P2P client.
        logger	log-extractor	flag					Lines of debug.log.
        logger	ipc-extractor	flag					What the node's IPC interface told.
        logger	addrman	flag					The address manager, of a patched node.
        logger	utxocache	flag					The coins cache.
        logger	process	flag					The node's process: CPU time by thread, memory, open files.
        logger	connectivity	flag					Whether announced addresses could be connected to.
        logger	alerts	flag					Alerts.
        logger	peer	list					Only messages and connections of this peer, by the node's id; may be given several times.
        logger	command	list					Only messages of this type, e.g. inv; may be given several times.
        logger	direction	option				in,out	Only messages that the node received (in) or sent (out).
        logger	format	option		text		text,json	How an event is printed: text, or json (one object a line).
        metrics	metrics-address	option		127.0.0.1:8282			Where to serve metrics.
        metrics	ip-list	list			name=file		A list of addresses to count peers of, one address or CIDR block a line; may be given several times.
        metrics	asmap	option					A map of autonomous systems, in bitcoind's format, for peers that the node itself does not map.
        metrics	silence-limit	option		300			Seconds without any event after which /-/healthy answers 503; 0 for never.
        metrics	gauge-lifetime	option		900			Seconds after which gauges of an RPC or the p2p-extractor are left out when nothing comes.
        metrics	max-series	option		2000			Most series of a metric whose label values peers choose, all nodes together; the rest is summed up.
        websocket	websocket-address	option		127.0.0.1:47482			Where to listen, for websockets, pages and metrics.
        websocket	allow-origin	list					Origin of pages elsewhere that may connect, such as https://observer.example, or * for all; may be given several times.
        websocket	token-file	option					File with a token that every client has to show.
        websocket	tls-cert	option					File with the TLS certificates to show; needs --tls-key.
        websocket	tls-key	option					File with the key of the TLS certificate.
        websocket	websockets-json	option					File with the servers that the pages offer, name to URL; without it, they offer this one.
        websocket	pages	option					Directory to serve pages from, instead of those in the program.
        websocket	redact	flag					Hide this node's addresses, and show pseudonyms for those of peers; needs --redact-key-file.
        websocket	redact-key-file	option					File with the key of the pseudonyms: 32 bytes, as 64 hexadecimal digits.
        websocket	own-address	list					Address or host name of this node to hide, beside those that events tell; may be given several times.
        websocket	max-clients	option		250			Most clients at once.
        websocket	queue-bytes	option		1048576			Bytes of events that may wait for a slow client; then it loses the oldest.
        websocket	queue-events	option		10000			Events that may wait for a slow client.
        websocket	backlog-events	option		1000			Past events of each kind to keep for clients that ask for them.
        websocket	backlog-bytes	option		4194304			Bytes of each kind's past events.
        websocket	ping-interval	option		20.0			Seconds of a client's silence after which it is sent a ping.
        websocket	idle-timeout	option		60.0			Seconds of a client's silence after which its connection is closed.
        alerts	ping-threshold	option		3			Pings of a peer within --ping-window-secs that are still fine.
        alerts	ping-window-secs	option		120			Seconds.
        alerts	addr-threshold	option		6			addr and addrv2 messages of a peer within --addr-window-secs that are still fine.
        alerts	addr-window-secs	option		60			Seconds.
        alerts	peer-stale-secs	option		300			Seconds without an event after which a peer is forgotten.
        alerts	addr-entries-initial-tokens	option		1.0			Addresses that a new peer may announce at once.
        alerts	addr-entries-bucket-capacity	option		1000.0			Addresses that a peer may announce at once; each getaddr sent allows as many.
        alerts	addr-entries-rate-per-sec	option		0.1			Addresses a second that a peer may announce.
        alerts	addr-entries-threshold	option		20			Addresses of a peer beyond that rate that are still fine.
        alerts	set	list			kind.name=value		Change a number of a detector, such as addr-flood.threshold=50; may be given several times.
        alerts	disable	list			kind	ping-spam,addr-spam,addr-flood,getaddr-fingerprinting,inbound-drop,connection-flood,eviction-churn,short-visitors,spy-peers,bloom-load,processing-backlog,invalid-headers,misbehaviour-spike,orphan-flood,block-stall,stale-tip,slow-block,reconstruction-failures,uncache-spike,low-diversity,clock-offset,unknown-messages,malformed-messages,band	Raise no alerts of this kind, and log none of its lines; may be given several times.
        alerts	watch	list			counter		Raise band alerts for this counter: events.SUBJECT, in.TYPE, out.TYPE, connections.KIND, mempool.KIND, rejected.REASON, log.CATEGORY or traffic.DIRECTION; may be given several times.
        alerts	cool-down	option		600			Seconds after the end of an alert within which findings of its kind are counted only.
        alerts	update-interval	option		60			Seconds between two events that tell that an alert goes on.
        alerts	node-silence	option		600	seconds		Seconds without any event of a node after which its alerts are told as over.
        alerts	alertmanager	list			url		An Alertmanager that is told of alerts; may be given several times.
        alerts	webhook	option			url		Where each event of an alert is posted as JSON.
        alerts	webhook-key-file	option			file		A file with the key that signs what is posted to --webhook.
        alerts	output-ca-file	option			file		A file with certificates that https servers are judged by, instead of the system's.
        alerts	command	option			path		A program that is run for each event of an alert, with the event as JSON on its standard input.
        alerts	command-timeout	option		30	seconds		How long --command may run before it is killed.
        alerts	silences	option			file		A file that says which alerts go nowhere, one silence a line; it is read again when it changes.
        alerts	prometheus-address	option					Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.
        archiver	output-dir	option	required				Folder for the archives; made where it is missing.
        archiver	base-name	option		archive			What the names of archives begin with.
        archiver	max-file-size	option		256MiB			Bytes of an archive after which the next one begins, as 268435456 or 256MiB.
        archiver	max-file-age	option		15m			Time after which the next archive begins, as 900, 15m or 1h; 0 for never.
        archiver	compression-level	option		9			zstd's level, from 1 to 22; 0 for no compression.
        archiver	compression-threads	option		0			Further threads that compress; 0 for none.
        archiver	seekable	flag					Makes archives that can be read from any block; upstream's programs cannot read them.
        archiver	block-interval	option		2s			Time after which events are written out at the latest: what a crash may lose. As 2 or 2s.
        archiver	block-size	option					Bytes of events that are written out at once, before compression; 1MiB, or 8MiB for each further thread.
        archiver	sync	option		close		never,close,block	When archives are brought to the disk itself: never, close (when they end) or block (always).
        archiver	keep-age	option					Deletes archives this old that the archiver closed itself, as 30d; without it, none.
        archiver	keep-size	option					Deletes the oldest archives that the archiver closed itself above this size of all, as 100GiB.
        archiver	messages	flag					P2P messages, malformed ones too.
        archiver	connections	flag					Connections.
        archiver	mempool	flag					The mempool.
        archiver	validation	flag					The validation of blocks.
        archiver	rpc	flag					Answers of the node's RPCs.
        archiver	p2p-extractor	flag					What the node told our P2P client.
        archiver	log-extractor	flag					Lines of debug.log.
        archiver	ipc-extractor	flag					What the node's IPC interface told.
        archiver	addrman	flag					The address manager, of a patched node.
        archiver	utxocache	flag					The coins cache.
        archiver	process	flag					The node's process: CPU time by thread, memory, open files.
        archiver	connectivity	flag					Whether announced addresses could be connected to.
        archiver	alerts	flag					Alerts.
        archiver	addr-relay	flag					P2P messages that relay addresses (getaddr, addr, addrv2), beside the kinds that are given.
        archiver	connections-with-handshakes	flag					Connections and version messages, beside the kinds that are given.
        archiver	low-data	flag					Leaves out the raw bytes of transactions, which keep their ids, and the transactions of blocks.
        archiver	upstream-only	flag					Leaves out kinds that upstream's programs do not know: those on subjects of two words.
        archiver	jetstream	option					Reads events from this JetStream stream, and acknowledges them when they are on the disk.
        archiver	consumer	option					Name of the durable consumer; by default archiver- and the base name.
        archiver	jetstream-domain	option					JetStream domain of the stream.
        archiver	ack-wait	option		30s			Time after which the server sends again what was not acknowledged.
        archiver	prometheus-address	option					Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.
        connectivity-check	metrics-address	option		127.0.0.1:18282			Where to serve metrics.
        connectivity-check	p2p-network	option		mainnet			The network of the addresses: mainnet, testnet3, testnet4, signet, regtest, or signet:MAGIC for a custom signet with these 8 hex digits.
        connectivity-check	proxy	list			[networks=]host:port		A SOCKS5 proxy for Tor, I2P and CJDNS addresses, or for the named networks only: tor, i2p, cjdns, ipv4, ipv6 or all, with commas between them. May be given several times. Without one, addresses of Tor, I2P and CJDNS are skipped.
        connectivity-check	connect-timeout	option		2.0	seconds		How long a connection may take to be made.
        connectivity-check	proxy-timeout	option		30.0	seconds		How long a proxy may take to make a connection.
        connectivity-check	handshake-timeout	option		5.0	seconds		How long the other side's version may take to come.
        connectivity-check	rate	option		100.0			Attempts a second, in all.
        connectivity-check	group-rate	option		1.0			Attempts a second to addresses of one /16 (IPv4), /32 (IPv6), or a sixteenth of the other networks.
        connectivity-check	max-attempts	option		1000			Most attempts at a time.
        connectivity-check	queue-size	option		10000			Most addresses that wait for a result; one peer's may take an eighth of them.
        connectivity-check	success-lifetime	option		3600.0	seconds		How long an address that answered is not tried again; 0 for no time.
        connectivity-check	failure-lifetime	option		600.0	seconds		How long an address that failed is not tried again; 0 for no time.
        connectivity-check	cache-size	option		50000			Most results that are remembered.
        connectivity-check	user-agent	option		/peer-observer-connectivity-check:0.1.0/			What to call ourselves, in printable ASCII.
        connectivity-check	allow-private	flag					Try addresses that are not of the public internet, too: private, loopback, documentation.
        connectivity-check	csv-directory	option		.			Folder for the CSV files.
        connectivity-check	no-csv	flag					Write no CSV files.
        connectivity-check	csv-max-size	option		64	MiB		Size after which a new CSV file is begun; 0 for none.
        connectivity-check	csv-max-age	option		86400	seconds		Age after which a new CSV file is begun; 0 for none.
        connectivity-check	csv-keep-size	option		10240	MiB		How much of closed CSV files is kept, the oldest of this run going first; 0 for all.
        connectivity-check	ip-list	list			name=file		A list of addresses, one address or CIDR block a line; may be given several times. Peers on the list tor-exit are counted as Tor exits.
        ebpf-extractor	bitcoind-path	option					The node's executable, with tracepoints.
        ebpf-extractor	bitcoind-pid	option					Observe this process only. Without it, every process of the executable, also later ones.
        ebpf-extractor	bitcoind-pid-file	option					File with the PID of the process to observe; read again when that process has ended.
        ebpf-extractor	process-interval	option		10.0	seconds		Seconds between samples of the node's process: CPU time by thread, memory, open files. 0: none.
        ebpf-extractor	no-p2pmsg-tracepoints	flag					Leave out the P2P messages.
        ebpf-extractor	no-connection-tracepoints	flag					Leave out the connections.
        ebpf-extractor	no-mempool-tracepoints	flag					Leave out the mempool.
        ebpf-extractor	no-validation-tracepoints	flag					Leave out the validation of blocks.
        ebpf-extractor	addrman-tracepoints	flag					Add the address manager, of a node with our patch (patches/).
        ebpf-extractor	utxocache-tracepoints	flag					Add flushes and uncaches of the coins cache.
        ebpf-extractor	record	option					Keep the raw records in this file, too.
        ebpf-extractor	replay	option					Publish the records of this file instead of observing a node.
        ebpf-extractor	replay-in-time	flag					With --replay, keep the time between records instead of going as fast as the bus takes them.
        ebpf-extractor	ring-size	option		16			Ring buffer between kernel and extractor, in MiB; a power of two.
        ebpf-extractor	libbpf-debug	flag					Show what libbpf and the kernel's verifier say.
        ebpf-extractor	no-idle-exit	flag					Accepted and needless: idleness never ends this program.
        ebpf-extractor	prometheus-address	option					Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.
        rpc-extractor	rpc-host	option		127.0.0.1:8332			Where the node's RPC server listens.
        rpc-extractor	rpc-cookie-file	option					File in which the node keeps its cookie; read again when the node has a new one.
        rpc-extractor	rpc-user	option					User name for the node; needs a password file or a password.
        rpc-extractor	rpc-password	option					Password for the node. Everybody on the machine can read it here.
        rpc-extractor	rpc-password-file	option					File with the password for the node.
        rpc-extractor	rpc-connect-timeout	option		3			Seconds that connecting to the node may take.
        rpc-extractor	rpc-timeout	option		30			Seconds that an answer may take, connecting included.
        rpc-extractor	rpc-connections	option		8			Most connections to the node at a time; it works on 16 requests at once unless told otherwise.
        rpc-extractor	max-answer-size	option		32			Largest answer that is taken, in MiB.
        rpc-extractor	query-interval	option		10			Seconds between two questions.
        rpc-extractor	query-interval-less-frequent	option		120			Seconds between two questions of the RPCs that change slowly or cost the node more.
        rpc-extractor	interval	list			method=seconds		An interval for one RPC, such as getpeerinfo=5; may be given several times.
        rpc-extractor	rpc	list			method=seconds		Ask a further RPC, one without parameters, and publish its answer as JSON on rpc.<method>; may be given several times.
        rpc-extractor	disable-getpeerinfo	flag					Do not ask getpeerinfo.
        rpc-extractor	disable-getmempoolinfo	flag					Do not ask getmempoolinfo.
        rpc-extractor	disable-uptime	flag					Do not ask uptime.
        rpc-extractor	disable-getnettotals	flag					Do not ask getnettotals.
        rpc-extractor	disable-getmemoryinfo	flag					Do not ask getmemoryinfo.
        rpc-extractor	disable-getaddrmaninfo	flag					Do not ask getaddrmaninfo.
        rpc-extractor	disable-getnetworkinfo	flag					Do not ask getnetworkinfo.
        rpc-extractor	disable-getorphantxs	flag					Do not ask getorphantxs.
        rpc-extractor	disable-estimatesmartfee	flag					Do not ask estimatesmartfee.
        rpc-extractor	disable-getchaintxstats	flag					Do not ask getchaintxstats.
        rpc-extractor	disable-getblockchaininfo	flag					Do not ask getblockchaininfo.
        rpc-extractor	disable-getrawaddrman	flag					Do not ask getrawaddrman.
        rpc-extractor	disable-getchaintips	flag					Do not ask getchaintips.
        rpc-extractor	disable-getindexinfo	flag					Do not ask getindexinfo.
        rpc-extractor	disable-getzmqnotifications	flag					Do not ask getzmqnotifications.
        rpc-extractor	disable-listbanned	flag					Do not ask listbanned.
        rpc-extractor	disable-getdeploymentinfo	flag					Do not ask getdeploymentinfo.
        rpc-extractor	disable-getmininginfo	flag					Do not ask getmininginfo.
        rpc-extractor	prometheus-address	option		127.0.0.1:8284			Address to serve metrics on.
        p2p-extractor	p2p-address	list		127.0.0.1:9333	[name@]host:port		Where to listen for nodes, started with -addnode=HOST:PORT. May be given several times; with NAME@ in front, events of the node that dials it go to node.NAME.<subject>.
        p2p-extractor	p2p-network	option		mainnet			The nodes' network: mainnet, testnet3, testnet4, signet, regtest, or signet:MAGIC for a custom signet with these 8 hex digits.
        p2p-extractor	ping-interval	option		10	seconds		Seconds between two pings.
        p2p-extractor	disable-ping	flag					Send no pings.
        p2p-extractor	disable-addrv2	flag					Leave out the addresses that nodes relay.
        p2p-extractor	disable-invs	flag					Leave out the inventory that nodes offer.
        p2p-extractor	disable-feefilter	flag					Leave out the nodes' fee filters.
        p2p-extractor	disable-blocks	flag					Leave out when nodes tell of blocks, and do not ask them to do so early.
        p2p-extractor	max-connections	option		32			Most connections at a time; each may take up to 4 MB.
        p2p-extractor	prometheus-address	option					Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.
        log-extractor	bitcoind-pipe	option			path		Read this FIFO, which the node or `tail -F` writes to.
        log-extractor	debug-log	option			file		Follow this file, the node's debug.log, through rotation; needs --position-file.
        log-extractor	position-file	option			file		With --debug-log: remember in this file how far the log was read.
        log-extractor	from-end	flag					With --debug-log: where there is no position yet, pass over what is in the log.
        log-extractor	stdin	flag					Read standard input, and end with it.
        log-extractor	prometheus-address	option					Address to serve metrics on, such as 127.0.0.1:8286; without it there is no HTTP server.
        """
}
