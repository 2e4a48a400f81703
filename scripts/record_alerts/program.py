"""One of the programs beside the node: started, heard out, stopped by its process id."""

import pathlib
import signal
import subprocess

from record_rpc.node import wait_until


class Program:
    def __init__(self, path: pathlib.Path | str, arguments: list[str], log: pathlib.Path, ready: str | None = None):
        """Starts it, and waits until its log has the words `ready`."""
        self.log, self.name = log, pathlib.Path(path).name
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(path), *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        if ready:
            try:
                wait_until(f"{self.name} says “{ready}”", lambda: ready in self.text() or self.has_ended, 30)
            except TimeoutError:
                self.stop()
                raise
        if self.has_ended:
            raise RuntimeError(f"{self.name} ended: {self.text()}")

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self):
        if not self.has_ended:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
