"""Markdown documents: their code blocks, links and anchors."""
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SHELL = "sh"
# What else a block may hold; it is not run.
OTHER = {"text", "json", "toml", "ini", "yaml", "nginx", "swift", "go", "rust", "python"}
# The comment at the head of a block of shell commands, `# A; b:`, says by these words how it is to be taken.
MARKS = {
    "as root": "root",
    "takes minutes": "minutes",
    "downloads packages": "downloads",
    "downloads python packages": "wheels",
    "on a host with bitcoind": "stand-in",
    "on a host with bitcoin-cli": "stand-in",
    "on the node's host": "stand-in",
    "builds bitcoin core": "core",
    "needs a desktop": "desktop",
    "a stage of scripts/test": "stage",
    "runs until it is stopped": "until-stopped",
    "each in a terminal of its own": "terminals",
}


@dataclass
class Block:
    path: Path
    line: int
    language: str
    lines: list[str]

    @property
    def place(self):
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    @property
    def marks(self):
        """(what the head says in words of MARKS, commands that it says are needed, parts that nobody knows)"""
        head = re.fullmatch(r"#\s+(.*):", self.lines[0].strip()) if self.lines else None
        known, needed, unknown = set(), [], []
        for part in head[1].split(";") if head else []:
            part = part.strip()
            if word := MARKS.get(part.lower()):
                known.add(word)
            elif re.match(r"(?i)exit code [1-9]\b", part):
                known.add(f"exit-{part[10]}")
            elif name := re.fullmatch(r"(?i)needs ([\w-]+)", part):
                needed.append(name[1])
            else:
                unknown.append(part)
        return known, needed, unknown

    @property
    def commands(self):
        """Lines with what continues them, without comments that stand alone."""
        text = "\n".join(self.lines).replace("\\\n", " ")
        return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def documents():
    """Every document that is meant for readers, generated ones too."""
    names = ["README.md", "CONTRIBUTING.md", "docs/**/*.md", "python/README.md", "patches/README.md", "proto/README.md"]
    return sorted(path for name in names for path in ROOT.glob(name))


def blocks(path):
    """Code blocks in order; a problem is a string."""
    fence, block, content, blank = None, None, 0, True
    for number, line in enumerate(path.read_text().splitlines(), 1):
        mark = re.match(r"(\s*)(```+)\s*(.*)$", line)
        if fence is not None:
            if mark and not mark[3]:
                yield block
                fence = None
            else:
                block.lines.append(line[fence:] if line[:fence].isspace() else line)
        elif mark:
            fence, block = len(mark[1]), Block(path, number, mark[3].strip(), [])
        elif item := re.match(r"(\s*)([-*]|\d+\.)(\s+)\S", line):
            content = len(item[0]) - 1
        elif line.strip():
            indent = len(line) - len(line.lstrip())
            if indent == 0:
                content = 0
            if blank and indent >= content + 4:
                yield f"{path.relative_to(ROOT)}:{number}: a block of code that is only indented; give it a fence and a language"
        blank = not line.strip()
    if fence is not None:
        yield f"{block.place}: a block of code without an end"


def static_problems(path):
    """What is wrong with a document without running anything."""
    for block in blocks(path):
        if isinstance(block, str):
            yield block
        elif block.language != SHELL and block.language not in OTHER:
            yield f"{block.place}: a block of code of language '{block.language}'; known are {', '.join(sorted({SHELL, *OTHER}))}"
        elif block.language == SHELL:
            yield from (f"{block.place}: the head says '{part}', which means nothing here" for part in block.marks[2])
            if not block.commands:
                yield f"{block.place}: no command"
            if "stage" in block.marks[0]:
                yield from (f"{block.place}: {command} is no stage of scripts/test" for command in block.commands if not is_stage(command))
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists():
            yield f"{path.relative_to(ROOT)}: a link to {target}, which is not there"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"{path.relative_to(ROOT)}: a link to {target}, which has no such heading"


def is_stage(command):
    return re.search(rf"^quietly \S+ {re.escape(command.split('#')[0].strip())}$", (ROOT / "scripts/test").read_text(), re.MULTILINE)


_ANCHORS = {}


def anchors(path):
    """The names that headings get where documents are shown."""
    if path not in _ANCHORS:
        found, text = set(), re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
        for heading in re.findall(r"^#{1,6} (.*)$", text, re.MULTILINE):
            words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
            name = base = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            number = 0
            while name in found:
                number += 1
                name = f"{base}-{number}"
            found.add(name)
        _ANCHORS[path] = found
    return _ANCHORS[path]


def cited_tests():
    """Names of tests in docs/security.md that no test has."""
    tables = re.findall(r"^\|.*\|([^|]*)\|$", (ROOT / "docs/security.md").read_text(), re.MULTILINE)
    names = {name for cell in tables for name in re.findall(r"`([A-Za-z]\w+)`", cell)}
    sources = [path for path in ROOT.glob("Tests/**/*.swift")] + [path for path in ROOT.glob("fuzz/Sources/**/*.swift")]
    there = {name for path in sources for name in re.findall(r"(?:func|struct|enum) (\w+)", path.read_text())} | {path.stem for path in sources}
    there |= {path.name for path in ROOT.glob("fuzz/Sources/*")}
    return [f"docs/security.md: {name} is no test" for name in sorted(names - there) if name != "Origin"]
