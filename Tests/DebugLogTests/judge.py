#!/usr/bin/env python3
"""Says what the lines of the fixtures mean, by other means than the parser: regular expressions, one line at a time.

usage: judge.py FIXTURE.log > FIXTURE.expected

A line of the result, for a line of the log: time in microseconds, category, level, thread, source location, mock time
(each empty where there is none), kind of the detail, and its fields as JSON. The fixtures are logs with thread names;
`wordings.log` has messages without a prefix but for the category.
"""

import datetime
import json
import re
import sys

CATEGORIES = """net tor mempool http bench zmq walletdb rpc estimatefee addrman selectcoins reindex cmpctblock rand prune
proxy mempoolrej libevent coindb qt leveldb validation i2p ipc lock blockstorage txreconciliation scan txpackages kernel
privatebroadcast""".split()

PREFIX = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z "
    r"(?:\(mocktime: (?P<mock>[^)]*)Z\) )?"
    r"\[(?P<thread>[^\]]+)\] "
    r"(?:\[(?P<source>[^\]\s]+:\d+)\] \[(?P<function>[^\]]*)\] )?"
    r"(?P<rest>.*)",
    re.S,
)
LEVEL = re.compile(
    rf"\[(?:(?P<category>all|{'|'.join(CATEGORIES)})(?::(?P<level>trace|debug|info|warning|error))?"
    r"|(?P<alone>info|warning|error))\] (?P<message>.*)",
    re.S,
)


def microseconds(text):
    whole, _, fraction = text.partition(".")
    moment = datetime.datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp()) * 1_000_000 + int((fraction + "000000")[:6])


def seconds(text):
    return microseconds(text.rstrip("Z").replace(" ", "T")) // 1_000_000


def satoshi(text):
    return round(float(text) * 100_000_000) if "." in text else int(text)


def flag(text):
    return text in ("1", "true")


# Short names for what many patterns hold.
PARTS = {
    "H": r"[0-9a-f]{64}",
    "N": r"\d+",
    "I": r"[-+]?\d+",
    "F": r"-?\d+(?:\.\d+)?",
    "A": r"[^ ,]*[^ ,:]",
    "W": r"[\w.-]+",
    "T": r".*",
}
NUMBERS = {"N": int, "I": int, "F": float}


def compiled(pattern):
    """`<name:H>` is a group of that part; `<name!word>` sets a field to a fixed word."""
    types, fixed = {}, {}

    def part(match):
        name, kind = match.group(1), match.group(2)
        types[name] = kind
        return f"(?P<{name}>{PARTS[kind]})"

    def constant(match):
        fixed[match.group(1)] = json.loads(match.group(2))
        return ""

    pattern = re.sub(r"<(\w+)!([^>]+)>", constant, pattern)
    pattern = re.sub(r"<(\w+):([A-Z])>", part, pattern)
    return re.compile(pattern, re.S), types, fixed


PEER = r"peer=<peer_id:N>(?:,? peeraddr=<peer_addr:A>)?"
WTXID = r"(?: \(wtxid=<wtxid:H>\))?"
SIGNALS = [
    r"(?P<signal>(?:BlockConnected|BlockDisconnected)): block hash=<block_hash:H> block height=<height:N>",
    r"(?P<signal>ActiveTipChange): new block hash=<block_hash:H> block height=<height:N>",
    r"(?P<signal>(?:ChainStateFlushed|NewPoWValidBlock)): block hash=(?:<block_hash:H>|null)",
    r"(?P<signal>BlockChecked): block hash=<block_hash:H> state=<reason:T>",
    r"(?P<signal>UpdatedBlockTip): new block hash=<block_hash:H> fork block hash=(?:<fork_hash:H>|null) "
    r"\(in IBD=(?P<in_ibd>true|false)\)",
    r"(?P<signal>TransactionAddedToMempool): txid=<txid:H> wtxid=<wtxid:H>",
    r"(?P<signal>TransactionRemovedFromMempool): txid=<txid:H> wtxid=<wtxid:H> reason=<reason:T>",
    r"(?P<signal>MempoolTransactionsRemovedForBlock): block height=<height:N> txs removed=<removed_count:N>",
]
TIMING = r"<duration_ms:F>ms(?: \[<total_s:F>s(?: \(<average_ms:F>ms/blk\))?\])?"

KINDS = [
    ("node_started", r"(?P<name>Bitcoin .*) version (?P<version>v[\w.-]+)(?: \(<build:T>\))?"),
    ("node_state", r'Leaving InitialBlockDownload .*<state!"ibd_done">'),
    ("node_state", r'Shutdown requested.*<state!"shutdown_wanted">'),
    ("node_state", r'Shutdown:? [iI]n progress.*<state!"shutting_down">'),
    ("node_state", r'Shutdown:? done.*<state!"stopped">'),
    ("init_message", r"init message: <text:T>"),
    ("thread_change", r"<name:W> thread start<started!true>"),
    ("thread_change", r"<name:W> thread exit<started!false>"),
    ("network_active", r"SetNetworkActive: (?P<active>true|false)"),
    ("log_rate_limit", r"Excessive logging detected from (?P<source_file>[^:]+):<source_line:N> "
     r"\((?P<source_function>.*?)\): ><byte_count:N> bytes logged during the last time window of <window_seconds:N>s\."
     r".*<suppressed!true>"),
    ("log_rate_limit", r"Restarting logging from (?P<source_file>[^:]+):<source_line:N> \((?P<source_function>.*?)\): "
     r"<byte_count:N> bytes were dropped during the last <window_seconds:N>s\.<suppressed!false>"),
    ("update_tip", r"UpdateTip: new best=<block_hash:H> height=<height:N> version=0x(?P<version>[0-9a-f]+) "
     r"log2_work=<log2_work:F> tx=<tx_count:N> date='(?P<block_time>[^']*)' progress=<progress:F> "
     r"cache=<cache_mib:F>MiB\(<cache_txo_count:N>txo\)(?: warning='<warning:T>')?<background!false>"),
    ("update_tip", r"\[background validation\] UpdateTip: new best=<block_hash:H> height=<height:N> "
     r"version=0x(?P<version>[0-9a-f]+) log2_work=<log2_work:F> tx=<tx_count:N> date='(?P<block_time>[^']*)' "
     r"progress=<progress:F> cache=<cache_mib:F>MiB\(<cache_txo_count:N>txo\)<background!true>"),
    ("best_chain", r"Loaded best chain: hashBestChain=<block_hash:H> height=<height:N> date=(?P<block_time>\S+) "
     r"progress=<progress:F>"),
    ("header_sync", r"Synchronizing blockheaders, height: <height:N> \(~<percent:F>%\)<presync!false>"),
    ("header_sync", r"Pre-synchronizing blockheaders, height: <height:N> \(~<percent:F>%\)<presync!true>"),
    ("new_header", rf"Saw new header hash=<block_hash:H>(?: height=<height:N>)?(?: {PEER})?<via_compact_block!false>"),
    ("new_header",
     rf"Saw new cmpctblock header hash=<block_hash:H>(?: height=<height:N>)?(?: {PEER})?<via_compact_block!true>"),
    ("invalid_chain", r"InvalidChainFound: +invalid block=<block_hash:H> +height=<height:N> +log2_work=<log2_work:F> "
     r"+date=(?P<block_time>\S+)<invalid!true>"),
    ("invalid_chain", r"InvalidChainFound: +current best=<block_hash:H> +height=<height:N> +log2_work=<log2_work:F> "
     r"+date=(?P<block_time>\S+)<invalid!false>"),
    ("block_rejected", r'Block mutated: <reason:T><stage!"mutated">'),
    ("block_rejected", r'AcceptBlock: <reason:T><stage!"accept">'),
    ("block_rejected", r'ProcessNewBlock: AcceptBlock FAILED \(<reason:T>\)<stage!"process">'),
    ("block_rejected", r'Block validation error: <reason:T><stage!"validate">'),
    ("block_rejected", r'ConnectTip: ConnectBlock <block_hash:H> failed, <reason:T><stage!"connect">'),
    *[("validation_signal", f"Enqueuing {signal}<enqueued!true>") for signal in SIGNALS],
    *[("validation_signal", f"{signal}<enqueued!false>") for signal in SIGNALS],
    ("block_timing", rf" *- (?P<step>[^:\d]+): {TIMING}"),
    ("block_timing", r' *- Connect <count:N> transactions: <duration_ms:F>ms \(<per_tx_ms:F>ms/tx, <per_input_ms:F>ms/txin\)'
     r' \[<total_s:F>s(?: \(<average_ms:F>ms/blk\))?\]<step!"Connect transactions">'),
    ("block_timing", r' *- Verify <count:I> txins: <duration_ms:F>ms \(<per_input_ms:F>ms/txin\)'
     r' \[<total_s:F>s(?: \(<average_ms:F>ms/blk\))?\]<step!"Verify txins">'),
    ("block_template", r"CreateNewBlock\(\): block weight: <weight:N> txs: <tx_count:N> fees: <fees:I> sigops <sigops:N>"),
    ("block_template_timing", r"CreateNewBlock\(\) (?:chunks|packages): <selection_ms:F>ms"
     r"(?: \(<package_count:N> packages, <updated_descendants:N> updated descendants\))?, validity: <validity_ms:F>ms "
     r"\(total <total_ms:F>ms\)"),
    ("timed_step", r"(?P<function>FlushStateToDisk|BatchWrite|CheckAddrman): <title:T> started<completed!false>"),
    ("timed_step",
     r"(?P<function>FlushStateToDisk|BatchWrite|CheckAddrman): <title:T> completed \(<duration_ms:F>ms\)<completed!true>"),
    ("chainstate_flush", r"Writing chainstate to disk: flush mode=<mode:W>, prune=(?P<prune>[01]), large=(?P<large>[01]), "
     r"critical=(?P<critical>[01]), periodic=(?P<periodic>[01])"),
    ("coins_commit", r"Committed <changed:N> changed transaction outputs \(out of <total:N>\) to coin database\.\.\."),
    ("coins_batch", r"Writing partial batch of <mib:F> MiB<final!false>"),
    ("coins_batch", r"Writing final batch of <mib:F> MiB<final!true>"),
    ("compact_block_init", r"Initializing PartiallyDownloadedBlock for block <block_hash:H> using a cmpctblock of "
     r"<byte_count:N> bytes<completed!false>"),
    ("compact_block_init", r"Initialized PartiallyDownloadedBlock for block <block_hash:H> using a cmpctblock of "
     r"(?:size )?<byte_count:N>(?: bytes)?<completed!true>"),
    ("block_reconstructed", r"Successfully reconstructed block <block_hash:H> with <prefilled_count:N> txn prefilled, "
     r"<mempool_count:N> txn from mempool \(incl at least <extra_count:N> from extra pool\) and <requested_count:N> txn"
     r"(?: \(<requested_bytes:N> bytes\))? requested<mempool_includes_extra!true>"),
    ("block_reconstructed", r"Successfully reconstructed block <block_hash:H> with <prefilled_count:N> txn prefilled "
     r"\(<prefilled_bytes:N> bytes\), <mempool_count:N> txn from mempool \(<mempool_bytes:N> bytes\), <extra_count:N> txn "
     r"from extrapool \(<extra_bytes:N> bytes\), and <requested_count:N> txn requested \(<requested_bytes:N> bytes\)"
     r"<mempool_includes_extra!false>"),
    ("required_transaction", r"Reconstructed block <block_hash:H> required tx <txid:H>"),
    ("block_transactions_sent", r"Peer <peer_id:N> sent us a GETBLOCKTXN for block <block_hash:H>, sending a BLOCKTXN with "
     r"<tx_count:N> txns\.(?: \(<byte_count:N> bytes\))?"),
    ("compact_block_problem", r"Peer <peer_id:N> sent <problem:T>"),
    ("peer_message", r"received: (?P<type>[^(]*) \(<byte_count:N> bytes\) peer=<peer_id:N><inbound!true>"),
    ("peer_message", r"sending (?P<type>[^(]*) \(<byte_count:N> bytes\) peer=<peer_id:N><inbound!false>"),
    ("connection_attempt", r"trying (?:(?P<transport>v[12]) )?connection (?:\((?P<connection_type>[^)]*)\) to )?<target:A>,? "
     r"lastseen=<last_seen_hours:F>hrs"),
    ("connection_failed", r"connect\(\) to <target:A> failed(?: after wait)?: <error:T>"),
    ("connection_failed", r'connection attempt to <target:A> timed out<error!"timed out">'),
    ("inbound_connection", r'connection from <address:A> accepted<accepted!true><reason!"">'),
    ("inbound_connection", r"connection from <address:A> dropped(?:: | \()(?P<reason>.*?)\)?<accepted!false>"),
    ("peer_added", r"Added connection (?:to <address:A> )?peer=<peer_id:N>"),
    ("version_received", r"receive version message: <user_agent:T>: version <version:N>, blocks=<start_height:I>, us=<us:A>, "
     rf"txrelay=(?P<relay>[01]), {PEER}(?:, mapped_as=<mapped_as:N>)?"),
    ("version_sent", r"send version message: version[ =]<version:N>, blocks=<start_height:I>(?:, them=<them:A>)?, "
     r"txrelay=(?P<relay>[01]), peer=<peer_id:N>"),
    ("peer_connected", r"New (?P<connection_type>[\w-]+) peer connected: transport: (?P<transport>v[12]), version: "
     rf"<version:N>(?:, blocks=<start_height:I>)?,? {PEER}(?:, mapped_as=<mapped_as:N>)?"),
    ("peer_connected", r"New (?P<connection_type>[\w-]+) (?P<transport>v[12]) peer connected: version: "
     rf"<version:N>, blocks=<start_height:I>, {PEER}(?:, mapped_as=<mapped_as:N>)?"),
    ("peer_connected", rf"New outbound peer connected: version: <version:N>, blocks=<start_height:I>, {PEER} "
     r"\((?P<connection_type>[\w-]+)\)"),
    ("socket_closed", rf"(?:Resetting socket for|disconnecting) {PEER}"),
    ("peer_disconnected", r"disconnecting (?P<reason>extra [\w-]+ )peer=<peer_id:N>(?P<more>.*)"),
    ("peer_disconnected", r"Disconnecting outbound peer <peer_id:N> (?:for|--) <reason:T>"),
    ("peer_disconnected", r"Disconnecting: <reason:T>, peer=<peer_id:N>(?:,? peeraddr=<peer_addr:A>)?"),
    ("peer_disconnected", rf"<reason:T>[,;] disconnecting {PEER}(?:: <error:T>)?"),
    ("peer_disconnected", r"(?P<reason>.*?[pP]eer=<peer_id:N>(?: peeraddr=<peer_addr:A>)?.*)[,;] disconnecting"),
    ("peer_forgotten", r"Cleared nodestate for peer=<peer_id:N>"),
    ("misbehaving", r"Misbehaving: peer=<peer_id:N>(?: \(<score_before:I> -> <score_after:I>\)(?: [A-Z ]+)?)?(?:: <reason:T>)?"),
    ("punishment", r'Disconnecting and discouraging peer <peer_id:N>!<outcome!"discouraged">'),
    ("punishment", r'Warning: disconnecting but not discouraging (?:local|inbound onion) peer <peer_id:N>!'
     r'<outcome!"disconnected">'),
    ("punishment", r'Not punishing noban peer <peer_id:N>!<outcome!"noban">'),
    ("punishment", r'Not punishing manually connected peer <peer_id:N>!<outcome!"manual">'),
    ("addresses_received", r"Received addr: <address_count:N> addresses \(<processed_count:N> processed, "
     r"<rate_limited_count:N> rate-limited\) from peer=<peer_id:N>"),
    ("message_error", r'Header error: <error:T>, peer=<peer_id:N><stage!"header">'),
    ("message_error", r'V2 transport error: <error:T>, peer=<peer_id:N><stage!"v2">'),
    ("message_error", r'V2 transport error: <error:T><stage!"v2">'),
    ("message_error", r'ProcessMessages\((?P<type>.*?), <byte_count:N> bytes\): <error:T><stage!"processing">'),
    ("stale_tip", r"Potential stale tip detected, .*\(last tip update: <seconds:N> seconds ago\)"),
    ("inventory_requested", r"Requesting (?P<type>block|wtx|tx) <hash:H>(?: \(<height:N>\))?(?: from)? peer=<peer_id:N>"),
    ("block_received", r"received block <block_hash:H> peer=<peer_id:N>"),
    ("transaction_accepted", rf"AcceptToMemoryPool: peer=<peer_id:N>: accepted <txid:H>{WTXID} \(poolsz <mempool_count:N> txn, "
     r"<mempool_kb:N> kB\)"),
    ("transaction_rejected", rf"<txid:H>{WTXID} from peer=<peer_id:N> was not accepted: <reason:T>"),
    ("transaction_replaced", r"replacing mempool tx <replaced_txid:H> \(wtxid=<replaced_wtxid:H>, fees=<replaced_fee:I>, "
     r"vsize=<replaced_vsize:N>\)\. New tx <replacement_id:H> \(wtxid=<replacement_wtxid:H>, fees=<replacement_fee:I>, "
     r"vsize=<replacement_vsize:N>\)"),
    ("transaction_replaced", r"replacing mempool tx <replaced_txid:H> \(wtxid=<replaced_wtxid:H>, fees=<replaced_fee:I>, "
     r"vsize=<replaced_vsize:N>\)\. New package <replacement_id:H> with <package_count:N> txs, fees=<replacement_fee:I>, "
     r"vsize=<replacement_vsize:N>"),
    ("transaction_replaced", r"replacing tx <replaced_txid:H>(?: \(wtxid=<replaced_wtxid:H>\))? with <replacement_id:H>"
     r"(?: \(wtxid=<replacement_wtxid:H>\))? for (?P<additional_fee>\S+) additional fees, <delta_bytes:I> delta bytes"),
    ("mempool_replacement", r"replaced <replaced_count:N> mempool transactions with <new_count:N> new (?:transaction|one\(s\)) "
     r"for (?P<additional_fee>\S+) additional fees, <delta_bytes:I> delta bytes"),
    ("mempool_trimmed", r"Removed <removed_count:N> txn, rolling minimum fee bumped to (?P<min_fee_rate>\S+) BTC/kvB"),
    ("mempool_expired", r"Expired <removed_count:N> transactions from the memory pool"),
    ("mempool_dumped", r"Dumped mempool: <copy_s:F>s to copy, <dump_s:F>s to dump(?:, <byte_count:N> bytes dumped to file)?"),
    ("orphan", rf'stored orphan tx <txid:H>{WTXID}(?:, weight: <weight:N>)? \(mapsz .*<action!"stored">'),
    ("orphan", rf' *removed orphan tx <txid:H>{WTXID}.*<action!"removed">'),
    ("orphan", rf' *accepted orphan tx <txid:H>{WTXID}<action!"accepted">'),
    ("orphan", rf' *invalid orphan tx <txid:H>{WTXID} from peer=<peer_id:N>\. <reason:T><action!"invalid">'),
    ("orphan", r'added peer=<peer_id:N> as announcer of orphan tx <txid:H> \(wtxid=<wtxid:H>\)<action!"announced">'),
    ("orphan", r'added peer=<peer_id:N> as announcer of orphan tx <wtxid:H><action!"announced">'),
    ("orphan", rf'added <txid:H>{WTXID} to peer <peer_id:N> workset<action!"queued">'),
    ("orphan", r'ignoring large orphan tx \(size: <weight:N>, txid: <txid:H>, wtxid: <wtxid:H>\)<action!"too_large">'),
    ("orphans_erased", r'Erased <count:N> orphan \S+ from peer=<peer_id:N><cause!"disconnected">'),
    ("orphans_erased", r'Erased <count:N> orphan \S+ included or conflicted by block<cause!"block">'),
    ("orphans_erased", r'Erased <count:N> orphan \S+ due to expiration<cause!"expired">'),
    ("orphans_erased", r'orphanage overflow, removed <count:N> tx.*<cause!"overflow">'),
    ("orphans_erased",
     r'peer=<peer_id:N> orphanage overflow, removed <count:N> of \d+ announcements<cause!"peer_overflow">'),
    ("addrman_added", r"Added <added_count:N> addresses \(of <total_count:N>\) from (?P<source>\S+): <tried_count:N> tried, "
     r"<new_count:N> new"),
    ("addrman_entry",
     r'Added <address:A>(?: mapped to AS<mapped_as:N>)? to new\[<bucket:N>\]\[<position:N>\]<action!"added">'),
    ("addrman_entry",
     r'Moved <address:A>(?: mapped to AS<mapped_as:N>)? to tried\[<bucket:N>\]\[<position:N>\]<action!"tried">'),
    ("addrman_entry", r'Moved <address:A> from tried\[<from_bucket:N>\]\[<from_position:N>\] to new\[<bucket:N>\]'
     r'\[<position:N>\] to make space<action!"evicted">'),
    ("addrman_entry", r'Removed <address:A> from new\[<bucket:N>\]\[<position:N>\]<action!"removed">'),
    ("addrman_collision", r"Collision with <existing:A> while attempting to move <candidate:A> to tried table\. "
     r"Collisions=<collision_count:N>"),
    ("addrman_replaced", r"Replacing <replaced:A> with <replacement:A> in tried table<tested!true>"),
    ("addrman_replaced",
     r"Unable to test; replacing <replaced:A> with <replacement:A> in tried table anyway<tested!false>"),
    ("addrman_selected", r"Selected <address:A> from (?P<table>new|tried)"),
    ("tor_control", r'tor: <text:T><event!"warning">'),
    ("tor_control", r'Attempting to connect to Tor control port <text:T><event!"connecting">'),
    ("tor_control", r'Successfully connected to Tor control port<event!"connected">'),
    ("tor_control", r'Authentication successful<event!"authenticated">'),
    ("tor_control", r'ADD_ONION successful.*<event!"onion_added">'),
    ("tor_control", r'Lost connection to Tor control port<event!"disconnected">'),
    ("tor_control", r'Not connected to Tor control port <text:A>, .*<event!"disconnected">'),
    ("tor_control", r'Retrying in \S+ seconds<event!"retrying">'),
    ("tor_control", r'Connected to Tor version <text:T><event!"version">'),
    ("tor_control", r'Got (?:tor )?service ID <text:A>, advertising service <address:A><event!"service">'),
    ("i2p_session", r'Creating (?P<session_type>transient|persistent) (?:I2P )?SAM session <session_id:W> with .*'
     r'<event!"creating">'),
    ("i2p_session", r'(?P<session_type>[TtPp]\w+) (?:I2P )?SAM session <session_id:W> created, my address=<address:A>'
     r'<event!"created">'),
    ("i2p_session", r'Destroying (?:incomplete )?(?:I2P )?SAM session(?: <session_id:W>)?<event!"destroying">'),
    ("i2p_session", r'Error connecting to <address:A>(?:: |, )<error:T><event!"error">'),
    ("proxy_connection", r'Using proxy: <proxy:T> to connect to <target:A><event!"using">'),
    ("proxy_connection", r'SOCKS5 connecting <target:A><event!"connecting">'),
    ("proxy_connection", r'SOCKS5 connected <target:A><event!"connected">'),
    ("proxy_connection", r'Socks5\(\) connect to <target:A> failed: <error:T><event!"failed">'),
]
KINDS = [(kind, *compiled(pattern)) for kind, pattern in KINDS]

CONVERT = {
    "block_time": seconds, "additional_fee": satoshi, "min_fee_rate": satoshi, "in_ibd": flag, "active": flag,
    "relay": flag, "prune": flag, "large": flag, "critical": flag, "periodic": flag, "session_type": str.lower,
}


def detail(message):
    for kind, pattern, types, fixed in KINDS:
        match = pattern.fullmatch(message)
        if not match:
            continue
        fields = dict(fixed)
        for name, value in match.groupdict().items():
            if value is None:
                continue
            if name == "version" and kind == "update_tip":
                fields[name] = int(value, 16)
            elif name in CONVERT:
                fields[name] = CONVERT[name](value)
            else:
                fields[name] = NUMBERS.get(types.get(name), str)(value)
        if kind == "peer_disconnected" and "more" in fields:
            fields["reason"] = fields["reason"].strip() + fields.pop("more")
        if kind == "misbehaving":
            fields.setdefault("reason", "")
        if kind == "block_timing" and "count" in fields:
            fields["count"] = max(fields["count"], 0)
        if kind == "version_received" and fields["user_agent"] == "<no user agent>":
            fields["user_agent"] = ""
        return kind, fields
    return "", {}


def judge(line, plain):
    time = mock = thread = source = category = ""
    level = "info"
    message = line
    if not plain:
        prefix = PREFIX.fullmatch(line)
        if not prefix:
            # A message's second line, or an empty one.
            return ["", "", "info", "", "", "", "continuation" if line else "", ""]
        time, thread, message = microseconds(prefix["time"]), prefix["thread"], prefix["rest"]
        mock = seconds(prefix["mock"]) if prefix["mock"] else ""
        source = f"{prefix['source']} {prefix['function']}" if prefix["source"] else ""
    bracket = LEVEL.fullmatch(message)
    if bracket:
        message = bracket["message"]
        category = bracket["category"] or ""
        level = bracket["level"] or bracket["alone"] or "debug"
        if category == "all":
            category = ""
    kind, fields = detail(message)
    return [time, category, level, thread, source, mock, kind, json.dumps(fields, sort_keys=True) if kind else ""]


def main():
    path = sys.argv[1]
    for line in open(path, "rb").read().decode("utf-8", "replace").split("\n")[:-1]:
        print("\t".join(str(part) for part in judge(line, path.endswith("wordings.log"))))


main()
