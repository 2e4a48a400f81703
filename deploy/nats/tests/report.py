"""Results of checks, one line each, and one for each problem."""

counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(name, problems, note=""):
    outcome = "failed" if problems else "passed"
    counts[outcome] += 1
    print(f"{outcome}: {name}{f' ({note})' if note else ''}", flush=True)
    for problem in problems[:20]:
        print(f"    {problem}", flush=True)


def skip(name, reason):
    counts["skipped"] += 1
    print(f"➜ skipped: {name}: {reason}", flush=True)
