"""The options for NATS that every program of peer-observer has."""
import argparse
import re
import ssl

_NODE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class OptionError(Exception):
    """What is wrong with the options, in one line."""


def add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-a", "--nats-address", default="127.0.0.1:4222", help="where the NATS server listens (default: %(default)s); several with commas")
    add("-u", "--nats-username", help="user name for NATS; needs a password or a password file")
    add("-p", "--nats-password", help="password for NATS; everybody on the machine can read it here")
    add("-f", "--nats-password-file", help="file with the password for NATS")
    add("--nats-token-file", help="file with a token for NATS")
    add("--nats-nkey-file", help="file with an nkey seed for NATS")
    add("--nats-credentials-file", help="credentials file for NATS, with a JWT and an nkey seed")
    add("--nats-tls-ca", help="file with the certificates of the authorities that may sign for the server; turns on TLS")
    add("--nats-tls-cert", help="file with this client's TLS certificate")
    add("--nats-tls-key", help="file with the key of this client's TLS certificate")
    add("--node", action="append", default=[], type=_node_name, help="only events of this node of a fleet; may be given several times")
    add("--version", action="version", version=_version())


def connection(options: argparse.Namespace) -> dict:
    """What the options ask for, as arguments of nats-py's `connect`."""
    arguments = {"servers": [_server(part.strip()) for part in options.nats_address.split(",")]}
    ways = [name for name in ("nats_username", "nats_token_file", "nats_nkey_file", "nats_credentials_file") if getattr(options, name)]
    if len(ways) > 1:
        raise OptionError(" and ".join("--" + way.replace("_", "-") for way in ways) + " exclude each other; give one of them")
    if options.nats_username:
        if not options.nats_password and not options.nats_password_file:
            raise OptionError("--nats-username needs a password; add --nats-password-file FILE")
        password = options.nats_password or _secret(options.nats_password_file, "the NATS password")
        arguments |= {"user": options.nats_username, "password": password}
    elif options.nats_password or options.nats_password_file:
        raise OptionError("a NATS password needs a user; add --nats-username USER")
    if options.nats_token_file:
        arguments["token"] = _secret(options.nats_token_file, "the NATS token")
    if options.nats_nkey_file or options.nats_credentials_file:
        _need_nkeys()
    if options.nats_nkey_file:
        arguments["nkeys_seed_str"] = _secret(options.nats_nkey_file, "the nkey seed")
    if options.nats_credentials_file:
        _secret(options.nats_credentials_file, "the NATS credentials")
        arguments["user_credentials"] = options.nats_credentials_file
    if bool(options.nats_tls_cert) != bool(options.nats_tls_key):
        raise OptionError("--nats-tls-cert and --nats-tls-key belong together; give both")
    if options.nats_tls_ca or options.nats_tls_cert or "tls://" in options.nats_address:
        arguments["tls"] = _tls(options)
    return arguments


def _server(address: str) -> str:
    if not address or "@" in address or not all("!" <= character <= "~" for character in address):
        raise OptionError(f"{address!r} is no NATS address; write host:port, and credentials in options of their own")
    return address if "://" in address else "nats://" + address


def _tls(options: argparse.Namespace) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=options.nats_tls_ca)
        if options.nats_tls_cert:
            context.load_cert_chain(options.nats_tls_cert, options.nats_tls_key)
    except (OSError, ssl.SSLError) as error:
        raise OptionError(f"cannot read the TLS certificates or the key: {error}") from None
    return context


def _secret(path: str, what: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(64 << 10).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"cannot read {what} from {path}: {error}") from None
    if not text:
        raise OptionError(f"{path} is empty, but should hold {what}")
    return text


def _need_nkeys() -> None:
    try:
        import nkeys  # noqa: F401
    except ImportError:
        raise OptionError("nkeys and credentials files need the package nkeys: pip install 'peer-observer[nkeys]'") from None


def _node_name(text: str) -> str:
    if not _NODE.fullmatch(text):
        raise argparse.ArgumentTypeError("a node's name has 1 to 64 characters of A-Z, a-z, 0-9, _ and -")
    return text


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("peer-observer")
    except PackageNotFoundError:
        return "not installed"
