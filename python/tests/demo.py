"""Runs both programs on the traffic of the demo node, and holds their rows against what the logger prints as JSON.

usage: tests/demo.py [--bin FOLDER]

The traffic comes through eBPF where it can be used, else from a recording of the same node. Then: events that a hostile publisher
makes, nodes of a fleet, accounts, TLS, and stopping.
"""
import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Pages"))
from stack import Program  # noqa: E402
import wire  # noqa: E402

SCRIPTS = Path(sys.executable).parent


class Bus:
    """A nats-server with some lines of configuration, and the programs on it."""

    def __init__(self, work, configuration=""):
        self.work = Path(work)
        self.running = []
        server = os.environ.get("NATS_SERVER_BINARY") or subprocess.run(
            ["sh", "-c", "command -v nats-server || echo /usr/sbin/nats-server"], stdout=subprocess.PIPE, text=True).stdout.strip()
        file = self.work / "nats.conf"
        file.write_text('listen: "127.0.0.1:-1"\nmax_payload: 16MB\n' + configuration)
        nats = self.run("nats-server", server, "-c", str(file))
        self.address = nats.wait_for(r"Listening for client connections on ([0-9.:]+)")[1]
        nats.wait_for("Server is ready")

    def run(self, name, program, *arguments):
        started = Program(name, [str(program), *arguments], self.work / f"{name}.log")
        self.running.append(started)
        return started

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in reversed(self.running):
            program.stop()


def recorder(bus, name, *options):
    output = bus.work / f"{name}.csv"
    files = ["--output", str(output)]
    if name.startswith("ping"):
        files += ["--versions", str(bus.work / f"{name}-versions.csv")]
    program = bus.run(name, SCRIPTS / name.split("-")[0], "-a", bus.address, "--quiet", *files, *options)
    program.output = output
    return program


def rows(path):
    with open(path, encoding="ascii", newline="") as file:
        return list(csv.reader(file))


def until(condition, what, timeout=20):
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.05)


def end(program, number):
    """Stops a program as its user would, and gives what it said last."""
    program.process.send_signal(number)
    assert program.process.wait(15) == 0, program.log.read_text()
    return program.log.read_text().strip().splitlines()[-1]


def on_the_demo(programs, work):
    with Bus(work) as bus:
        blocks, pings = recorder(bus, "record_getblocktxn"), recorder(bus, "ping_recorder")
        for program in (blocks, pings):
            program.wait_for("subscribed to netmsg")
        logger = bus.run("logger", programs / "logger", "-a", bus.address, "--format", "json", "--messages")
        logger.wait_for("connected to NATS")
        play(bus, programs)
        # What comes last in every subscription: all before it has been seen.
        bus.publish = wire.Publisher(bus.address)
        last = wire.getblocktxn(block_hash=b"\xff" * 32, peer=2**40)
        bus.publish("netmsg", last)
        bus.publish("netmsg", wire.ping(value=1, peer=2**40))
        until(lambda: '"peer_id":1099511627776' in logger.log.read_text(errors="replace").split("\n")[-2], "the logger's last event")
        until(lambda: any("ff" * 32 in line for line in blocks.output.read_text().splitlines()), "the last getblocktxn", 5)
        until(lambda: str(2**40) in pings.output.read_text(), "the last ping", 5)
        told = [end(blocks, 2), end(pings, 15)]
        judged = judge(logger.log.read_text(errors="replace"), rows(blocks.output), rows(pings.output), rows(bus.work / "ping_recorder-versions.csv"))
        for line in told:
            assert ", 0 missed, 0 undecodable" in line, line
        return judged


def play(bus, programs):
    """Some seconds of the demo node, through eBPF or from recordings: generated traffic, then what a real node said."""
    node, extract = str(programs / "demo-node"), [str(programs / "ebpf-extractor"), "-a", bus.address]
    traffics = [["--rate=400", "--burst-size=100", "--burst-every=5", "--odd-every=5", "--seconds=6"], ["--mix=recorded", "--rate=400", "--count=1000"]]
    extractor = bus.run("ebpf-extractor", *extract, "--bitcoind-path", node)
    try:
        extractor.wait_for("attached to|waiting for the node")
    except RuntimeError:
        print("eBPF cannot be used here: recordings are played instead", flush=True)
        for traffic in traffics:
            records = str(bus.work / "records")
            subprocess.run([node, *traffic, "--records", records], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([*extract, "--replay", records], check=True, stderr=subprocess.DEVNULL)
        return
    for traffic in traffics:
        subprocess.run([node, *traffic, "--wait-attached"], check=True, stdout=subprocess.DEVNULL)
    # It drains the ring before it ends.
    extractor.stop()


def judge(printed, blocks, pings, versions):
    """The rows that the logger's lines make."""
    wanted_blocks, wanted_pings, wanted_versions = [], [], []
    waiting = {}
    for line in printed.splitlines():
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        message = event["peer_observer_event"]["EbpfExtractor"]["ebpf_event"]["Message"]
        meta, content = message["meta"], message["msg"]
        moment = event["source_time_ns"] or event["timestamp"] * 1_000_000
        common = [str(meta["peer_id"]), meta["addr"], str(meta["conn_type"]), str(meta["inbound"]), str(moment // 10**9), str(moment // 1000 % 10**6)]
        if "Getblocktxn" in content:
            request = content["Getblocktxn"]
            shown = request["block_hash"]
            wanted_blocks.append([
                str(event["timestamp"]), str(meta["inbound"]), bytes.fromhex(shown)[::-1].hex(),
                json.dumps(request["tx_indexes"]), "", str(meta["peer_id"]), meta["addr"]])
            assert shown == blocks[len(wanted_blocks) - 1][8], "the hash as it is displayed"
        elif "Ping" in content and meta["inbound"]:
            value = content["Ping"]["value"]
            waiting.setdefault((event["pid"], meta["peer_id"], value), []).append(moment)
            wanted_pings.append([*common, "ping", str(value), "", ""])
        elif "Pong" in content and not meta["inbound"]:
            value = content["Pong"]["value"]
            began = waiting.get((event["pid"], meta["peer_id"], value))
            wanted_pings.append([*common, "pong", str(value), "", str(moment - began.pop(0)) if began else ""])
        elif "Version" in content and meta["inbound"]:
            wanted_versions.append([*common, "version"])
    both = {inbound: sum(row[1] == inbound for row in wanted_blocks) for inbound in ("True", "False")}
    answered = sum(row[9] != "" for row in wanted_pings)
    assert min(both.values()) > 1 and answered > 1 and wanted_versions, f"the traffic shows too little: {both}, {answered} pongs, {len(wanted_versions)} versions"
    assert [row[:7] for row in blocks] == wanted_blocks, "rows of getblocktxn differ from the logger's lines"
    assert pings == wanted_pings, "rows of pings differ from the logger's lines"
    assert [row[:7] for row in versions] == wanted_versions, "rows of versions differ from the logger's lines"
    return f"{both['True']} getblocktxn received, {both['False']} sent; {len(pings)} pings and pongs, {answered} with their time; {len(versions)} versions"


def with_a_fleet(_, work):
    """Nodes are told apart by subject; a hostile text begins no formula; what does not decode and what is missed are counted."""
    with Bus(work) as bus:
        all_of_them, one = recorder(bus, "ping_recorder", "--header"), recorder(bus, "ping_recorder-one", "--node", "alpha")
        for program in (all_of_them, one):
            program.wait_for("subscribed to netmsg")
        publish = wire.Publisher(bus.address)
        for node in ("alpha", "beta"):
            publish(f"node.{node}.netmsg", wire.ping(value=5, addr="=HYPERLINK(1)", node="other", sequence=1))
            publish(f"node.{node}.netmsg", wire.pong(value=5, sequence=4))
        publish("netmsg", wire.version(agent='=1+1;@a,"\n'))
        publish("netmsg", b"\xff\xff")
        publish("netmsg", wire.ping(value=5).replace(b"192.0.2.9", b"192\xff0.2.9"))
        # Others' traffic, and subjects of two tokens, are none of theirs.
        for subject in ("netmsg.malformed", "_INBOX.netmsg", "node.alpha.netmsg.more", "node.alpha.netconn"):
            publish(subject, wire.ping(value=77))
        publish("netmsg", wire.ping(value=6))
        publish("node.alpha.netmsg", wire.ping(value=6))
        until(lambda: len(rows(all_of_them.output)) == 8 and len(rows(one.output)) == 3, "the rows of the fleet")
        told = end(all_of_them, 2)
        assert "4 missed, 1 undecodable" in told, told
        assert "2 missed, 0 undecodable" in end(one, 15)
        found = rows(all_of_them.output)
        assert found[0][-2:] == ["node", "pong_after_ns"], found[0]
        assert sorted(row[8] for row in found[1:]) == ["", "", "alpha", "alpha", "alpha", "beta", "beta"], found
        assert found[5][1] == "192\\xff0.2.9:8333", found
        assert found[1][1] == "\\x3dHYPERLINK(1)" and found[2][9] == "1000", found
        assert rows(bus.work / "ping_recorder-versions.csv")[1][7] == '\\x3d1+1;\\x40a,"\\x0a'
        return "7 rows, 4 missed and 1 undecodable counted"


def with_accounts(_, work):
    (Path(work) / "password").write_text("word\n")
    (Path(work) / "seed").write_text(wire.SEED + "\n")
    users = '{ user: me, password: word }, { nkey: "' + wire.PUBLIC_KEY + '" }'
    with Bus(work, f"authorization {{ users: [ {users} ] }}\n") as bus:
        recorder(bus, "ping_recorder", "-u", "me", "-f", f"{work}/password").wait_for("subscribed to netmsg")
        recorder(bus, "ping_recorder-nkey", "--nats-nkey-file", f"{work}/seed").wait_for("subscribed to netmsg")
        refused = recorder(bus, "ping_recorder-wrong", "-u", "me", "-p", "other")
        refused.wait_for("Authorization Violation")
        assert "subscribed" not in refused.log.read_text()
        end(refused, 15)


def with_tls(_, work):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=test",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{work}/key.pem", "-out", f"{work}/cert.pem"],
        check=True, stderr=subprocess.DEVNULL)
    tls = f'tls {{ cert_file: "{work}/cert.pem", key_file: "{work}/key.pem" }}\n'
    with Bus(work, tls) as bus:
        recorder(bus, "ping_recorder", "--nats-tls-ca", f"{work}/cert.pem").wait_for("subscribed to netmsg")
        stranger = recorder(bus, "ping_recorder-stranger", "-a", "tls://" + bus.address)
        stranger.wait_for("(?i)certificate")
        assert "subscribed" not in stranger.log.read_text()
    # A server without TLS in its place, which learns no password.
    with Bus(work, "debug: true\ntrace: true\n") as bus:
        asked = recorder(bus, "ping_recorder-asked", "--nats-tls-ca", f"{work}/cert.pem", "-u", "me", "-p", "secretword")
        asked.wait_for("TLS is asked for")
        end(asked, 15)
        said = (bus.work / "nats-server.log").read_text()
        assert "ping_recorder" not in said and "CONNECT" not in said, said


def with_servers_that_come_and_go(_, work):
    bus = Bus(work)
    program = recorder(bus, "ping_recorder")
    program.wait_for("subscribed to netmsg")
    bus.running[0].stop()
    program.wait_for("the connection to NATS is lost")
    end(program, 15)
    # None there from the beginning: it waits, and can be stopped.
    late = recorder(bus, "ping_recorder-late")
    late.wait_for("NATS: ")
    end(late, 2)


def with_a_full_disk(_, work):
    with Bus(work) as bus:
        program = bus.run("full", SCRIPTS / "ping_recorder", "-a", bus.address, "--output", "/dev/full", "--versions", f"{work}/v.csv")
        program.wait_for("subscribed to netmsg")
        wire.Publisher(bus.address)("netmsg", wire.ping(value=1))
        assert program.process.wait(10) == 1
        said = program.log.read_text()
        assert re.search("error: .*No space left", said) and "Traceback" not in said, said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", help="where the programs are (default: swift build --show-bin-path)")
    programs = parser.parse_args().bin or subprocess.run(
        ["swift", "build", "--show-bin-path"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    failed = 0
    for test in (on_the_demo, with_a_fleet, with_accounts, with_tls, with_servers_that_come_and_go, with_a_full_disk):
        with tempfile.TemporaryDirectory(prefix="peer-observer-python.") as work:
            try:
                told = test(Path(programs), work)
                print(f"ok    {test.__name__}{': ' + told if told else ''}")
            except (AssertionError, RuntimeError, OSError, subprocess.SubprocessError) as error:
                failed += 1
                print(f"FAIL  {test.__name__}: {error!r}")
    print(f"{failed} failed" if failed else "all is good")
    sys.exit(1 if failed else 0)


main()
