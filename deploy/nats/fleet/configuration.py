"""What configurations of hub and nodes have in common."""

import json
from textwrap import indent

from fleet.permissions import READERS, READING_PUBLISHERS, SUBJECTS, publisher, reader

# Messages of Bitcoin may have 4,000,000 bytes, and events hold them with more beside them.
MAX_PAYLOAD = "16MB"


def user(who, permissions, password=None):
    """A user as a configuration has it: `who` is a public nkey, or a name with its password."""
    identity = {"user": who, "password": password} if password else {"nkey": who}
    return ", ".join(f"{key}: {json.dumps(value)}" for key, value in {**identity, "permissions": permissions}.items())


def account(name, users, lines=(), jetstream=False):
    """`users` are pairs of a comment and a user; `lines` stand as they are."""
    body = ["jetstream: enabled"] if jetstream else []
    body += ["users: [", *(f"    # {comment}\n    {{{text}}}" for comment, text in users), "]", *lines]
    return f"{name} {{\n" + indent("\n".join(body), "    ") + "\n}"


def group(name, lines):
    """A list of a configuration, such as `exports`, one entry a line."""
    return [f"{name}: [", *(f"    {line}" for line in lines), "]"]


def tls(folder, verify):
    return (f'tls {{ cert_file: "{folder}/tls/cert.pem", key_file: "{folder}/tls/key.pem", ca_file: "{folder}/tls/ca.pem"'
            + (", verify: true }" if verify else " }"))


def readers(keys):
    """Users of the programs that only read; `keys` gives the public key of a name."""
    return [(name, user(keys(name), reader())) for name in READERS]


def replay(keys):
    """Archives that are published again: apart, so that what was never stands among what is."""
    subjects = [pattern for subject in SUBJECTS for pattern in (subject, f"node.*.{subject}")]
    return account("REPLAY", [
        ("replayer --publish", user(keys("replayer"), publisher(subjects))),
        ("whatever reads what it publishes", user(keys("replay-reader"), reader())),
    ])


def publishers(keys, names, subjects_of):
    return [(name, user(keys(name), publisher(subjects_of(name), name in READING_PUBLISHERS))) for name in names]

