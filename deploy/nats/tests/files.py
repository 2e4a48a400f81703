"""What make-fleet writes, without any server: the table of permissions against the contract, modes, and that a second run changes nothing."""

import hashlib
import json
import re
import subprocess

from fleet import nkeys
from fleet.description import Fleet
from fleet.permissions import PUBLISHERS, SUBJECTS, UPSTREAM_SUBJECTS
from processes import ROOT
from report import report

NATS = ROOT / "deploy" / "nats"
HUBS = [word for name in ("one", "two", "three") for word in ("--hub", f"{name}={name}.example.org")]


def matches(pattern, subject):
    """Whether a subject lies in a pattern of NATS."""
    tokens, wanted = subject.split("."), pattern.split(".")
    for index, word in enumerate(wanted):
        if word == ">":
            return len(tokens) > index
        if index >= len(tokens) or word not in ("*", tokens[index]):
            return False
    return len(tokens) == len(wanted)


def contract():
    """Every subject of the contract: of the code, and of the table in proto/README.md."""
    code = re.findall(r'case \.\w+: "([^"]+)"', (ROOT / "Sources/PeerObserver/Events/Subject.swift").read_text())
    table = re.findall(r"(?m)^\| `([^`]+)` \| `[^`]+` \| [\d.]+ \|", (ROOT / "proto" / "README.md").read_text())
    return sorted({*code, *table})


def permissions_cover_the_contract():
    problems = []
    subjects = contract()
    if len(subjects) < 20:
        problems.append(f"only {len(subjects)} subjects were found in the contract")
    for subject in subjects:
        who = [name for name, patterns in PUBLISHERS.items() if any(matches(pattern, subject) for pattern in patterns)]
        if len(who) != 1:
            problems.append(f"{subject} may be published by {who or 'nobody'}, and not by exactly one")
        if "." not in subject and subject not in UPSTREAM_SUBJECTS:
            problems.append(f"upstream's extractors may not publish {subject}")
    for pattern in SUBJECTS:
        # What is to come may have its permission already.
        if not any(matches(pattern, subject) for subject in subjects) and not pattern.startswith("alerts."):
            problems.append(f"{pattern} is no subject of the contract")
    report("every subject of the contract is one program's to publish", problems, f"{len(subjects)} subjects")


def one_server_keeps_the_contract():
    """The stream that docs/operating-archiver.md has made on a server alone."""
    (account,) = json.loads((NATS / "one-server" / "streams.json").read_text())["accounts"]
    patterns = account["streams"][0]["subjects"]
    lacking = [name for subject in contract() for name in (subject, f"node.alpha.{subject}") if not any(matches(pattern, name) for pattern in patterns)]
    report("the stream of a server alone keeps every subject of the contract", [f"it lacks {name}" for name in lacking])


def permissions_are_documented():
    text = (ROOT / "docs" / "fleet.md").read_text()
    problems = [f"{name} is not in docs/fleet.md" for name in PUBLISHERS if f"`{name}`" not in text]
    for name, patterns in PUBLISHERS.items():
        row = next((line for line in text.splitlines() if line.startswith(f"| `{name}`")), "")
        problems += [f"docs/fleet.md: the row of {name} does not name {pattern}" for pattern in patterns if f"`{pattern}`" not in row]
    report("docs/fleet.md has every permission to publish", problems)


def make(folder, *words):
    return subprocess.run([NATS / "make-fleet", folder, *words], capture_output=True, text=True)


def content(folder):
    return {
        path.relative_to(folder): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mode & 0o777)
        for path in folder.rglob("*") if path.is_file()
    }


def secrets_are_kept(folder):
    problems = []
    for path, (_, mode) in content(folder).items():
        text = (folder / path).read_text()
        is_secret = bool(re.search(r"SU[A-Z2-7]{56}|PRIVATE KEY|[0-9a-f]{64}", text))
        if is_secret and mode != 0o600:
            problems.append(f"{path} holds a secret, and has the mode {mode:o}")
        if not is_secret and path.suffix == ".nk":
            problems.append(f"{path} holds no seed")
    if (mode := folder.stat().st_mode & 0o777) != 0o700:
        problems.append(f"the fleet's folder has the mode {mode:o}")
    report("what holds a secret has the mode 0600", problems)


def changes(before, after):
    return {str(path) for path in {*before, *after} if before.get(path) != after.get(path)}


def running_again_keeps(folder):
    before = content(folder)
    make(folder)
    report("running it again changes nothing", sorted(changes(before, content(folder))))

    make(folder, "--node", "gamma")
    changed = changes(before, content(folder))
    allowed = {"fleet.json", "admin/streams.json", "admin/keys/gamma.nk", "authority/passwords/uplink/gamma",
               *(f"hub/{name}/nats-server.conf" for name in ("one", "two", "three"))}
    problems = [path for path in changed if path not in allowed and not path.startswith("node/gamma/")]
    problems += [f"{path} is as it was" for path in allowed - changed]
    report("a further node changes no other node, and no key", problems)

    before = content(folder)
    make(folder, "--rotate", "alpha")
    changed = changes(before, content(folder))
    wanted = {"authority/passwords/uplink/alpha", "node/alpha/nats-server.conf", "node/alpha/tls/key.pem", "node/alpha/keys/metrics.nk",
              "node/alpha/passwords/upstream-extractors"}
    problems = [f"{path} is as it was" for path in wanted - changed]
    problems += [path for path in changed if not path.startswith("node/alpha/") and not re.fullmatch(
        r"authority/passwords/uplink/alpha|hub/\w+/nats-server.conf", path)]
    report("new keys for a node change that node, and its password on the hub", problems)

    before = content(folder)
    make(folder, "--hub", "one=elsewhere.example.org")
    changed = changes(before, content(folder))
    problems = [f"{path} is as it was" for path in {"hub/one/tls/cert.pem", "node/alpha/nats-server.conf", "hub/two/nats-server.conf"} - changed]
    problems += [path for path in changed if path.endswith((".nk", "ca.pem")) or "hub/two/tls" in path]
    report("a server of the hub with another address has another certificate", problems)

    make(folder, "--remove-node", "gamma")
    problems = [str(path) for path in content(folder) if "gamma" in str(path)]
    problems += [f"hub/{name} still knows it" for name in ("one", "two", "three")
                 if "gamma" in (folder / "hub" / name / "nats-server.conf").read_text()]
    report("nothing is left of a node that was taken out", problems)


def wrong_words_are_refused(folder):
    problems = []
    for words, expected in [
        (["--hub", "one=a", "--hub", "two=b"], "a hub has 1, 3 or 5 servers"), (["--node", "a.b"], "cannot be a name"),
        (["--node", "FLEET"], "cannot be a name"), (["--node", "one"], "have the same name"), (["--hub", "one"], "write NAME=ADDRESS"),
        (["--node", "x:99999"], "ports"), (["--hub-stream", "10GB"], "is no size"), (["--remove-node", "nobody"], "there is no node"),
        (["--rotate", "nobody"], "there is nothing called"),
    ]:
        base = [] if "--hub" in words else HUBS
        result = make(folder / "refused", *base, *words)
        if result.returncode != 2 or expected not in result.stderr or (folder / "refused").exists():
            problems.append(f"{' '.join(words)}: {result.returncode} {result.stderr}")
    report("what cannot be is refused, and nothing is written", problems)


def keys_are_right():
    # From RFC 8032, section 7.1, test 1: the seed and its public key.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    text = nkeys.encode(bytes([nkeys.SEED | nkeys.USER >> 5, (nkeys.USER & 31) << 3]) + seed)
    problems = [] if text.startswith("SU") and len(text) == 58 else [text]
    if nkeys.public_key(text) != nkeys.encode(bytes([nkeys.USER]) + public):
        problems.append("the public key is another one")
    report("nkeys are Ed25519 keys as NATS writes them", problems)


def unit_and_configuration_agree():
    text = (NATS / "nats-server.service.d" / "fleet.conf").read_text()
    fleet = Fleet()
    wanted = [f"ExecStart=/usr/sbin/nats-server -c {fleet.installed_at}/nats-server.conf\n", f"StateDirectory={fleet.store.removeprefix('/var/lib/')}\n"]
    report("the unit starts the server where configurations are installed", [f"it lacks {line}" for line in wanted if line not in text])


def run(folder):
    fleet = folder / "fleet"
    made = make(fleet, *HUBS, "--node", "alpha", "--node", "beta")
    report("make-fleet makes a fleet", [] if made.returncode == 0 else [made.stderr])
    keys_are_right()
    unit_and_configuration_agree()
    permissions_cover_the_contract()
    one_server_keeps_the_contract()
    permissions_are_documented()
    secrets_are_kept(fleet)
    running_again_keeps(fleet)
    wrong_words_are_refused(folder)
