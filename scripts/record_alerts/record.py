"""Plays a scene and keeps what was published."""

import pathlib
import re
import shutil

from .stage import Scene, Stage


def record(
    kind: str, scene: Scene, core: pathlib.Path, programs: pathlib.Path, temporary: pathlib.Path, folder: pathlib.Path
) -> list[str]:
    """Returns the kinds of alerts that were raised."""
    stage = Stage(scene, core, programs, temporary)
    try:
        stage.start()
        scene.play(stage)
    finally:
        stage.stop()
    archives = list((temporary / "archives").glob("*.bin.zst"))
    if len(archives) != 1:
        raise RuntimeError(f"not one archive of {kind}: {sorted((temporary / 'archives').iterdir())}")
    target = folder / f"{kind}.bin.zst"
    shutil.move(archives[0], target)
    lines = [line for line in stage.started["alerts"].text().splitlines() if " alert: " in line]
    raised = list(dict.fromkeys(found[1] for line in lines if (found := re.search(r" kind=([a-z-]+)", line))))
    lost = [name for name, program in stage.started.items() if re.search(r" lost=[1-9]", program.text())]
    print(f"{kind}: raised {', '.join(raised) or 'nothing'}; {target.stat().st_size} bytes"
          + (f"; LOST by {', '.join(lost)}" if lost else ""), flush=True)  # fmt: skip
    return raised
