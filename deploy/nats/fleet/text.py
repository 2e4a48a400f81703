"""Text of a server as a terminal may show it."""


def printable(text):
    """Printable ASCII as it is, the rest as `\\xNN`: nothing moves the cursor or begins a line of its own."""
    data = text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
    return "".join(chr(byte) if 0x20 <= byte <= 0x7E else f"\\x{byte:02x}" for byte in data)
