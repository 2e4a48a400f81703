"""Debian's exporters for the machine and its processes, as scripts/packages installs them: started for a test, on loopback."""

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROCESSES = Path(__file__).resolve().parents[1] / "prometheus" / "process-exporter.yml"

# By job: the program, its arguments but for the address, and the option that takes it.
EXPORTERS = {
    "node-exporter": ("prometheus-node-exporter", [], "--web.listen-address"),
    "process-exporter": ("prometheus-process-exporter", ["-threads", f"-config.path={PROCESSES}"], "-web.listen-address"),
}


class Exporter:
    """One of them, at a free port."""

    def __init__(self, job):
        program, arguments, option = EXPORTERS[job]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.log = tempfile.TemporaryFile("w+")
        # It ends with the test, whatever ends that.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", program, *arguments, f"{option}={self.address}"], stdout=self.log, stderr=self.log)
        end = time.monotonic() + 20
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://{self.address}/metrics", timeout=5).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        self.log.seek(0)
        text = self.log.read()[-2000:]
        self.close()
        raise RuntimeError(f"{program} does not answer: {text}")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()


def installed(job):
    return shutil.which(EXPORTERS[job][0]) is not None
