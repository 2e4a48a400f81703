"""What is seen inside in the place of something of the host's, which stays as it is beneath."""
import ctypes
import os

MS_BIND = 0x1000


def mount(source, target, kind, flags, options):
    if ctypes.CDLL(None, use_errno=True).mount(source, os.fsencode(target), kind, flags, options):
        raise OSError(ctypes.get_errno(), f"cannot mount on {target}")


def mount_empty(folder):
    """An empty folder in memory."""
    mount(b"tmpfs", folder, b"tmpfs", 0, b"size=64m")
    assert not os.listdir(folder), f"{folder} is not the empty one"


def mount_on(target, file):
    """A file."""
    mount(os.fsencode(file), target, None, MS_BIND, None)
    assert os.path.samefile(target, file), f"{target} is not the one that was mounted"
