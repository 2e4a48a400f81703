"""The systemd units: they can be loaded, and how much they are exposed."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "systemd"
# The most that `systemd-analyze security` may say, of 10.
MOST_EXPOSURE = 1.2
EXPOSURE_OF = {"ebpf-extractor": 2.0}


def units():
    """Names of programs, by their units."""
    return sorted(path.stem.removeprefix("peer-observer-") for path in FOLDER.glob("peer-observer-*.service"))


def check_exposure(analyze):
    """What is wrong with the units, as systemd sees them on a machine where they are installed."""
    problems, figures = [], []
    with tempfile.TemporaryDirectory() as root:
        target = Path(root) / "usr/lib/systemd/system"
        shutil.copytree(FOLDER, target)
        programs = Path(root) / "usr/lib/peer-observer"
        programs.mkdir()
        for name in units():
            shutil.copy(shutil.which("true"), programs / name)
            unit = f"peer-observer-{name}.service"
            verified = subprocess.run(
                [analyze, "verify", "--man=no", "--recursive-errors=no", f"--root={root}", f"/usr/lib/systemd/system/{unit}"],
                capture_output=True, text=True)
            problems += [f"{unit}: {line}" for line in (verified.stdout + verified.stderr).splitlines() if line.strip()]
            result = subprocess.run(
                [analyze, "security", "--no-pager", "--offline=yes", f"--root={root}", unit], capture_output=True, text=True)
            found = re.search(r"Overall exposure level for \S+: ([\d.]+)", result.stdout)
            if not found:
                problems.append(f"{unit}: no exposure: {result.stdout[-200:]}{result.stderr[-200:]}")
                continue
            exposure = float(found[1])
            figures.append(f"{name} {exposure}")
            if exposure > EXPOSURE_OF.get(name, MOST_EXPOSURE):
                problems.append(f"{unit}: an exposure of {exposure}, above {EXPOSURE_OF.get(name, MOST_EXPOSURE)}")
    return problems, ", ".join(figures)
