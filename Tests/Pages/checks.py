"""What has to hold on each page: an expression that tells it has drawn, and one whose value changes while events come."""

ROWS = "document.querySelectorAll('main table tbody tr').length"
TEXT = "document.querySelector('main').innerText"
FIGURES = "[...document.querySelectorAll('.figure b')].map((box) => box.textContent)"


def painted(selector):
    """True where a canvas holds more than one colour."""
    return f"""(() => {{
        const canvas = document.querySelector({selector!r});
        if (!canvas || !canvas.width) return false;
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {{ willReadFrequently: true }});
        copy.drawImage(canvas, 0, 0);
        const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
        return new Set(pixels.filter((_, index) => index % 7 === 0)).size > 8;
    }})()"""


PAGES = {
    "index.html": (
        f"document.querySelectorAll('.health .pill').length >= 5 && !document.querySelector('.health').innerText.includes('not')"
        " && document.querySelector('.figure').innerText.match(/^[0-9,]+\\nblock height/)"
        f" && {ROWS} >= 6 && document.querySelectorAll('a.card').length >= 14 && document.querySelectorAll('.alerts a').length >= 2 && {FIGURES}.length >= 6", FIGURES),
    "alerts.html": (
        f"document.querySelectorAll('main .scroll > table > tbody > tr').length >= 2 && {TEXT}.includes('ping-spam') && {FIGURES}.length === 4",
        TEXT),
    "p2p-circle.html": (
        f"circle.peers.size > 20 && circle.view.nodeText.startsWith('block ') && circle.view.drawn > 50 && {painted('.stage canvas')}"
        " && document.querySelectorAll('.chip').length > 10 && document.querySelectorAll('.messages li').length > 5",
        "[circle.view.drawn, document.querySelector('.readout').innerText]"),
    "peers.html": (f"{ROWS} > 20", TEXT),
    "netinfo.html": (f"{ROWS} > 20", TEXT),
    "sequence.html": (
        "document.querySelectorAll('g.message').length > 10 && document.querySelectorAll('.answer').length > 0"
        " && document.querySelectorAll('.took').length > 0", "document.querySelector('main p:last-of-type').textContent"),
    "blockrace.html": (
        f"{ROWS} >= 2 && document.querySelectorAll('.race circle').length > 0"
        " && document.querySelectorAll('.race .stage').length > 0", TEXT),
    "rates.html": (
        f"{painted('.panel canvas')} && document.querySelectorAll('.tiny').length > 10",
        "[...document.querySelectorAll('.tiny b')].map((box) => box.textContent)"),
    "txrelay.html": (f"{ROWS} > 15 && {FIGURES}.length === 6", FIGURES),
    "addrrelay.html": (f"{ROWS} > 3 && {FIGURES}.length === 6", FIGURES),
    "addr-selfadvert.html": (f"{ROWS} > 1", TEXT),
    "addrspace.html": (
        # The latest getrawaddrman, however old.
        # From its tenth second on, demo-node has every hundredth of its addresses be absent.
        f"['2,000', '1,980'].includes({FIGURES}[1]) && {ROWS} > 5 && {painted('.hilbert')} && document.querySelectorAll('.bar').length === 5", TEXT),
    "pingpong.html": (f"{ROWS} > 5 && {painted('td canvas')}", FIGURES),
    "logs.html": ("document.querySelectorAll('.line').length > 20", "document.querySelector('.log').lastChild.textContent"),
    "loss.html": (
        f"{ROWS} > 8 && document.querySelectorAll('.figure').length === 6"
        " && [...document.querySelectorAll('td.mono')].some((cell) => cell.textContent.includes('_events_'))", FIGURES),
}

# What a peer could send to become part of the page.
HOSTILE = "<img src=x onerror=document.title=1><script>document.title=2</script><b id=hostile>"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hostile_events():
    """Events whose every text is HTML: (subject, protobuf text)."""
    text = quoted(HOSTILE)
    meta = (f"meta {{ peer_id: 4242 addr: {text} conn_type: Inbound command: %s inbound: true size: 100"
            f" connection_type: {text} }}")
    common = "timestamp: %d sequence: %d stream_id: 77"
    address = "{ timestamp: 0 ipv4: " + text + " port: 1 services: 1 }"
    version = (f"version {{ version: 70016 services: 1 timestamp: 1 receiver {address} sender {address} nonce: 1"
               f" user_agent: {text} start_height: 1 relay: true }}")
    conn = f"conn {{ peer_id: 4242 addr: {text} conn_type: Inbound network: 1 connection_type: {text} }}"

    def ebpf(inner):
        return f"ebpf_extractor {{ {inner} }}"

    def message(command, body):
        return ebpf("message { " + meta % quoted(command) + f" {body} }}")

    bodies = [
        ("netconn", ebpf(f"connection {{ inbound {{ {conn} existing_connections: 1 }} }}")),
        ("netmsg", message("version", version)),
        ("netmsg", message("version", version)),
        ("netmsg", message(HOSTILE, f"unknown {{ command: {text} payload: 'x' }}")),
        ("netmsg", message("reject", f"reject {{ rejected_command: {text} reason: MALFORMED reason_details: {text} hash: '' }}")),
        ("netmsg", message("addr", f"addr {{ addresses {address} }}")),
        ("netmsg", message("ping", "ping { value: 5 }")),
        ("netmsg", message("tx", "tx { tx { txid: '' wtxid: '' } }")),
        ("netmsg", message("inv", "inv { items { unknown { inv_type: 9 hash: '' } } items { } }")),
        ("netmsg.malformed", message("inv", f"malformed {{ reason: {text} }}")),
        ("netconn", ebpf(f"connection {{ misbehaving {{ id: 4242 message: {text} }} }}")),
        ("log-extractor", f"log_extractor {{ log_timestamp: 1 category: NET threadname: {text} log_level: ERROR"
                          f" log_line_bytes: 9 category_name: {text} unknown_log_message {{ raw_message: {text} }} }}"),
        ("log-extractor", f"log_extractor {{ log_timestamp: 1 category: NET threadname: {text} log_level: ERROR"
                          f" log_line_bytes: 9 block_checked_log {{ block_hash: {text} state: {text} debug_message: {text} }} }}"),
        ("alerts.addr-flood", f"alerts {{ alert {{ kind: {text} id: {text} severity: CRITICAL state: RAISED summary: {text} first_time: 1"
                              f" last_time: 2 count: 3 peers {{ id: 4242 addr: {text} user_agent: {text} }} measures {{ name: {text} value: 1 }}"
                              f" addresses: {text} evidence {{ subject: {text} }} }} }}"),
    ]
    return bodies, common
