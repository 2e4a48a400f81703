"""Text from the network as a terminal may show it."""


def printable(text: str) -> str:
    """Printable ASCII as it is, all else and the backslash as `\\xNN`: no text moves the cursor or begins a line of its own."""
    return "".join(
        chr(byte) if 0x20 <= byte <= 0x7E and byte != 0x5C else f"\\x{byte:02x}" for byte in text.encode(errors="surrogatepass"))
