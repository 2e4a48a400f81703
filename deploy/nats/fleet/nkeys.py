"""NATS' nkeys: Ed25519 keys in base32 with a prefix that tells their role and a checksum. openssl does the arithmetic."""

import base64
import binascii
import secrets
import subprocess
import tempfile

USER = 20 << 3  # U
SEED = 18 << 3  # S
# PKCS #8 and SubjectPublicKeyInfo (RFC 8410) up to the 32 bytes of the key.
PRIVATE_KEY = bytes.fromhex("302e020100300506032b657004220420")
PUBLIC_KEY_BYTES = 32


def openssl(*arguments, given=b""):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


def encode(data):
    return base64.b32encode(data + binascii.crc_hqx(data, 0).to_bytes(2, "little")).decode().rstrip("=")


def new_seed():
    """A new user's seed: what a daemon's `--nats-nkey-file` holds."""
    return encode(bytes([SEED | USER >> 5, (USER & 31) << 3]) + secrets.token_bytes(32))


def private_key(seed):
    return PRIVATE_KEY + base64.b32decode(seed + "=" * (-len(seed) % 8))[2:34]


def public_key(seed):
    """What a server's configuration names the user by."""
    encoded = openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", given=private_key(seed))
    return encode(bytes([USER]) + encoded[-PUBLIC_KEY_BYTES:])


def sign(seed, nonce):
    """The signature of a server's nonce, as CONNECT carries it."""
    # openssl signs by Ed25519 only what is in a file. A nonce is no secret.
    with tempfile.NamedTemporaryFile() as file:
        file.write(nonce)
        file.flush()
        signature = openssl(
            "pkeyutl", "-sign", "-rawin", "-in", file.name, "-keyform", "DER", "-inkey", "/dev/stdin", given=private_key(seed))
    return base64.urlsafe_b64encode(signature).decode().rstrip("=")
