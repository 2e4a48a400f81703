"""Runs one block of shell commands as a reader would."""
import os
import re
import shlex
import signal
import subprocess
import time

# A program that goes on has begun when it says one of these.
BEGUN = re.compile(r"connected to NATS|subscribed to|Server is ready|waiting for|listening on|serving|attached to|demo-node: running", re.IGNORECASE)
# The last ones that `peer-observer up` starts are the extractors, in any order. One that is stopped before it is ready ends by the signal.
UP = re.compile(r"^\S*peer-observer up\b", re.MULTILINE)
UP_BEGUN = re.compile("(?s)" + "".join(f"(?=.*{name}-extractor is ready)" for name in ("ebpf", "rpc", "p2p", "log")))
# A node that is told to dial the p2p-extractor.
DIALS = re.compile(r"^bitcoind -addnode=", re.MULTILINE)
NO_EBPF = re.compile(r"error: .*(BPF|not permitted|CAP_SYS_ADMIN)")
# What `peer-observer doctor` finds wanting in this machine and user, not in what was laid out for it.
OF_THE_HOST = {"kernel", "bpf", "rights"}
SECONDS = 60


class Skip(Exception):
    pass


class Command:
    """Commands of bash in a process group of their own."""

    def __init__(self, text, world, log):
        self.log = log
        # The signal that ends a program is also sent to the shell, which goes on and gives the program's exit code.
        script = f"trap : INT\nset -euo pipefail\n{text}\n"
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                ["bash", "-c", script], cwd=world.folder, env=world.environment(), stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True)

    def said(self):
        return self.log.read_text(errors="replace")

    def wait(self, condition, seconds):
        """Until a condition holds or the commands have ended; false where neither came in time."""
        deadline = time.monotonic() + seconds
        while not condition() and self.process.poll() is None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def interrupt(self):
        """The exit code after Ctrl-C."""
        self.signal(signal.SIGINT)
        if not self.wait(lambda: False, 20):
            self.signal(signal.SIGKILL)
            self.process.wait()
            raise AssertionError(f"does not end at Ctrl-C:\n{self.said()[-2000:]}")
        return self.process.returncode


def run(block, world):
    """What the block's commands print; an AssertionError where they do not do what they should, a Skip where they cannot."""
    marks, _, _ = block.marks
    text = "\n".join(block.commands)
    starts_server = re.search(r"^\s*nats-server .*(?:-c|-p 4222)|--nats-port 4222", text, re.MULTILINE)
    on_hub = re.search(r"hub\d\.example\.org:\d|deploy/nats/streams fleet", text)
    beside_node = re.search(r"--node (\w+)", text) if ".nk" in text else None
    if starts_server or beside_node:
        world.stop("nats-4222")
    else:
        world.start("nats-4222")
    if on_hub:
        world.start("hub")
        world.lay_keys("tools")
    if beside_node:
        world.start(f"node/{beside_node[1]}")
        world.lay_keys(f"node/{beside_node[1]}")
    if "127.0.0.1:4333" in text and "nats-server" not in text:
        world.start("nats-4333")
    if "8282/metrics" in text and not re.search(r"^\s*metrics", text, re.MULTILINE):
        world.start("metrics")
    if DIALS.search(text):
        world.start("p2p-extractor")
        text = f"PATH={world.work}/dialling:$PATH\n{text}"
    started = []
    try:
        if "terminals" in marks:
            return terminals(block.commands, world, started)
        if "until-stopped" in marks:
            return until_stopped(text, world, started)
        wanted = next((int(mark[5:]) for mark in marks if mark.startswith("exit-")), 0)
        return to_the_end(text, world, started, wanted)
    finally:
        for command in started:
            if command.process.poll() is None:
                command.signal(signal.SIGKILL)
                command.process.wait()
        for name in ("metrics", "p2p-extractor", "nats-4333"):
            world.stop(name)
        # Starting the hub takes seconds: it goes on until its keys are others.
        world.stop_fleet(("hub/", "node/") if "--rotate" in text else ("node/",))


def begin(text, world, started):
    started.append(Command(text, world, world.work / f"command-{len(started)}.out"))
    return started[-1]


def to_the_end(text, world, started, wanted):
    command = begin(text, world, started)
    assert command.wait(lambda: False, SECONDS), f"not done after {SECONDS} s:\n{command.said()[-2000:]}"
    if found := set(re.findall(r"^FAIL\s+(\S.*?)\s{2,}", command.said(), re.MULTILINE)):
        if found <= OF_THE_HOST:
            raise Skip("eBPF cannot be used here")
    assert command.process.returncode == wanted, f"exit code {command.process.returncode}:\n{command.said()[-2000:]}"
    return command.said()


def goes_on(command, text):
    """Waits until a command has begun, or has done its work."""
    begun = UP_BEGUN if UP.search(text) else BEGUN
    assert command.wait(lambda: begun.search(command.said()) or NO_EBPF.search(command.said()), 30), f"says nothing of having begun: {text}\n{command.said()[-2000:]}"
    if command.process.poll() not in (None, 0):
        if ("ebpf-extractor" in text or UP.search(text)) and NO_EBPF.search(command.said()):
            raise Skip("eBPF cannot be used here")
        raise AssertionError(f"exit code {command.process.returncode}: {text}\n{command.said()[-2000:]}")


def end(command, text):
    if command.process.poll() is None:
        # What others in a pipe do at the signal is their affair.
        wanted = (0, 130) if "|" in shlex.split(text, comments=True) else (0,)
        code = command.interrupt()
        assert code in wanted, f"exit code {code} after Ctrl-C: {text}\n{command.said()[-2000:]}"
    assert "error:" not in command.said(), f"{text}\n{command.said()[-2000:]}"


def until_stopped(text, world, started):
    command = begin(text, world, started)
    goes_on(command, text)
    time.sleep(0.5)
    # It connects before it attaches.
    if ("ebpf-extractor" in text or UP.search(text)) and NO_EBPF.search(command.said()):
        raise Skip("eBPF cannot be used here")
    if DIALS.search(text):
        # Beside the one of the world's own node.
        assert world.has_heard("p2p-extractor", r"(?s)(?:a node has connected.*){2}"), "the node does not dial the p2p-extractor"
    assert command.process.poll() is None, f"has ended by itself:\n{command.said()[-2000:]}"
    end(command, text)
    return command.said()


def terminals(commands, world, started):
    """Line by line, each while the ones before go on; then Ctrl-C in each, the last one first."""
    for line in commands:
        if line.startswith("sudo ") and not world.is_root:
            continue
        goes_on(begin(line, world, started), line)
    time.sleep(1)
    for command, line in reversed(list(zip(started, commands if world.is_root else [line for line in commands if not line.startswith("sudo ")]))):
        end(command, line)
    return "\n".join(command.said() for command in started)
