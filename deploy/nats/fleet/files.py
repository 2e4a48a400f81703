"""Files with the modes that they need from their first byte on."""

import os


def write(path, text, mode):
    """Replaces the file where its content differs; never leaves half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.read_text() == text:
        os.chmod(path, mode)
        return
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    os.replace(partial, path)


def write_secret(path, text):
    write(path, text, 0o600)


def write_text(path, text):
    write(path, text, 0o644)


def kept_secret(path, make):
    """The secret in this file, which is made where it is missing."""
    if not path.exists():
        write_secret(path, make() + "\n")
    os.chmod(path, 0o600)
    return path.read_text().strip()
