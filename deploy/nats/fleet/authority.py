"""The fleet's own certificate authority, and certificates that it signs. Its key stays in the folder of the operator."""

import ipaddress
import tempfile
from pathlib import Path

from fleet.files import write_secret, write_text
from fleet.nkeys import openssl

AUTHORITY_DAYS = 3650
CERTIFICATE_DAYS = 1825


def new_key():
    return openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout").decode()


class Authority:
    def __init__(self, folder):
        self.certificate_path = folder / "ca.pem"
        self.key_path = folder / "ca-key.pem"

    def ensure(self):
        if self.key_path.exists() and self.certificate_path.exists():
            return
        write_secret(self.key_path, new_key())
        write_text(self.certificate_path, openssl(
            "req", "-x509", "-new", "-key", str(self.key_path), "-days", str(AUTHORITY_DAYS), "-subj", "/CN=peer-observer fleet",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0").decode())

    @property
    def certificate(self):
        return self.certificate_path.read_text()

    def ensure_certificate(self, folder, name, addresses):
        """`cert.pem` and `key.pem` in `folder`, for a server at these addresses and for a client of this name."""
        write_text(folder / "ca.pem", self.certificate)
        if (folder / "key.pem").exists() and (folder / "cert.pem").exists():
            return
        write_secret(folder / "key.pem", new_key())
        extensions = [
            "basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth,clientAuth",
            "subjectAltName=" + ",".join(alternative_name(address) for address in addresses),
        ]
        with tempfile.TemporaryDirectory() as scratch:
            request, told = Path(scratch) / "request.pem", Path(scratch) / "extensions"
            told.write_text("\n".join(extensions))
            request.write_bytes(openssl("req", "-new", "-key", str(folder / "key.pem"), "-subj", f"/CN={name}"))
            write_text(folder / "cert.pem", openssl(
                "x509", "-req", "-in", str(request), "-CA", str(self.certificate_path), "-CAkey", str(self.key_path),
                "-CAcreateserial", "-CAserial", str(Path(scratch) / "serial"), "-days", str(CERTIFICATE_DAYS),
                "-extfile", str(told)).decode())


def alternative_name(address):
    try:
        return f"IP:{ipaddress.ip_address(address)}"
    except ValueError:
        return f"DNS:{address}"
