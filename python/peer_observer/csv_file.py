"""CSV that no spreadsheet takes for formulas, whatever a peer wrote."""
import time

_FORMULA = frozenset(b"=+-@")
_KEEPS_BEGINNING = frozenset(b" \"'")


def cell(value: object) -> str:
    """A value as a cell: numbers and flags as they are; text as printable ASCII, the rest as `\\xNN`, with no formula in it."""
    if isinstance(value, (bool, int)):
        return str(value)
    text = _escaped(value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass"))
    return f'"{text}"' if "," in text or '"' in text else text


def _escaped(value: bytes) -> str:
    # As csvCell in Sources/PeerObserver/Bytes/CSVCell.swift: `=`, `+`, `-` and `@` begin a formula, after blanks and quotes too, and a
    # semicolon begins a cell where a spreadsheet is set so.
    out, begins = [], True
    for byte in value:
        if byte == 0x22:
            out.append('""')
        elif byte < 0x20 or byte > 0x7E or byte == 0x5C or begins and byte in _FORMULA:
            out.append(f"\\x{byte:02x}")
        else:
            out.append(chr(byte))
        if byte in b";,":
            begins = True
        elif byte not in _KEEPS_BEGINNING:
            begins = False
    return "".join(out)


def _ends_with_newline(path: str) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"


class CSVFile:
    """Appends rows to a file; what is written reaches the file within a second, and at `close`."""

    def __init__(self, path: str, columns: list[str], header: bool = False):
        self._file = open(path, "a", encoding="ascii", newline="")
        self._width = len(columns)
        self._flushed = time.monotonic()
        self.rows = 0
        if self._file.tell() > 0 and not _ends_with_newline(path):
            # What ended in the middle of a row is not continued by another one.
            self._file.write("\n")
        if header and self._file.tell() == 0:
            self._file.write(",".join(columns) + "\n")
            self._file.flush()

    def write(self, row: list[object]) -> str:
        """Appends a row, and returns it as it was written."""
        assert len(row) == self._width, "a row has as many cells as there are columns"
        line = ",".join(map(cell, row))
        self._file.write(line + "\n")
        self.rows += 1
        return line

    def flush_if_due(self) -> None:
        if time.monotonic() - self._flushed >= 1:
            self._file.flush()
            self._flushed = time.monotonic()

    def close(self) -> None:
        self._file.close()
