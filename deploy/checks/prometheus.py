"""A Prometheus server of our own for a test: a free port, a folder that goes with it, one scrape a second."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path


def program(name, variable):
    """The path of a program of Debian's package prometheus, or None."""
    return os.environ.get(variable) or shutil.which(name)


class QueryError(Exception):
    pass


class Prometheus:
    """`jobs` are scrape configurations, `rules` rule files; groups of an interval of their own are evaluated once a second too."""

    def __init__(self, jobs, rules):
        self.folder = Path(tempfile.mkdtemp(prefix="peer-observer-prometheus."))
        for path in rules:
            (self.folder / path.name).write_text(re.sub(r"(?m)^    interval: .*\n", "", path.read_text()))
        configuration = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": [path.name for path in rules], "scrape_configs": jobs,
        }
        # JSON is YAML.
        (self.folder / "prometheus.yml").write_text(json.dumps(configuration))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(self.folder / "log", "w")
        # It ends with the test, whatever ends that.
        self.process = subprocess.Popen(
            [
                "setpriv", "--pdeathsig", "TERM", program("prometheus", "PROMETHEUS"), f"--config.file={self.folder}/prometheus.yml",
                f"--storage.tsdb.path={self.folder}/data", f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
            ],
            stdout=self.log, stderr=self.log)

    def get(self, path, **parameters):
        url = f"{self.url}{path}?{urllib.parse.urlencode(parameters, doseq=True)}"
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            # While it starts, it answers with plain text.
            raise QueryError(json.loads(text).get("error", str(error)) if text.startswith("{") else f"{error}: {text}") from None

    def query(self, expression):
        """The value of each series now that has a number."""
        data = self.get("/api/v1/query", query=expression)
        if data["resultType"] == "scalar":
            return [data["result"][1]]
        return [sample["value"][1] for sample in data["result"] if sample["value"][1] not in ("NaN", "+Inf", "-Inf")]

    def wait(self, scrapes, limit=90):
        """Waits until each target has been scraped so many times."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise QueryError(f"prometheus has ended: {(self.folder / 'log').read_text()[-2000:]}")
            try:
                counts = self.query("count_over_time(up[5m])")
                if counts and min(float(count) for count in counts) >= scrapes:
                    return
            except (OSError, QueryError):
                pass
            time.sleep(0.25)
        raise QueryError("prometheus did not scrape every target in time")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
