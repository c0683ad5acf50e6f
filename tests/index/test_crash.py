"""Kill the writer at any moment: the store opens, holds what was acknowledged, and is sound.

A child builds, replaces, renames and removes at random. It says `try` with what the store will hold before each
change, and `ack` with the generation after it. The parent kills it in the middle and accepts exactly two states:
that of the last acknowledged change, or that of the one that was tried and not yet acknowledged.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

from corpus.errors import StoreMissing
from index.embed import HashEmbedder
from index.search import Index
from index.verify import verify

KILLS = 30

CHILD = """
import json, random, sys
from pathlib import Path

from index.embed import HashEmbedder
from index.search import Index
from index.writer import Writer

directory, folder, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
names = [f"{n}.txt" for n in range(6)]

def say(word, state):
    print(word, json.dumps(state, ensure_ascii=False), flush=True)

def state():
    texts = {}
    for path in sorted(folder.glob("*.txt")):
        texts.setdefault(path.read_text("utf-8"), path.name)
    return sorted(texts)

print("ready", flush=True)
with Writer.open(directory, HashEmbedder(16)) as writer:
    say("try", state())
    writer.sync([folder])
    say("ack", state())
    while True:
        step = chance.choice(("write", "write", "rename", "drop", "rebuild"))
        here = sorted(path.name for path in folder.glob("*.txt"))
        if step == "write":
            lines = [f"第{n}条 规定之{chance.randrange(10**6)}。" for n in range(chance.randrange(1, 40))]
            (folder / ".new").write_text("\\n".join(lines), "utf-8")
            (folder / ".new").rename(folder / chance.choice(names))  # never half a file
        elif step == "rename":
            (folder / chance.choice(here)).rename(folder / chance.choice(names))
        elif step == "drop" and len(here) > 1:
            (folder / chance.choice(here)).unlink()
        say("try", state())
        writer.sync([folder], rebuild=step == "rebuild")
        say("ack", state())
        Index.open(directory, HashEmbedder(16)).close()  # writes the caches, and may be killed at that, too
        if step == "drop" and len(here) > 2:
            gone = chance.choice(sorted(path.name for path in folder.glob("*.txt")))
            left = sorted(set(state()) - {(folder / gone).read_text("utf-8")})
            say("try", left)
            writer.remove([gone])
            (folder / gone).unlink()
            say("ack", left)
"""


def run_and_kill(command, environment, chance):
    """What a child said, as (word, state), until it was killed."""
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        started = child.stdout.readline()
        # Some changes, as many on a slow machine as on a quick one, and then a moment somewhere in the next ones.
        heard = "".join(child.stdout.readline() for _ in range(chance.randrange(0, 12)))
        time.sleep(chance.uniform(0.0, 0.2))
        child.send_signal(signal.SIGKILL)
        lines = [line for line in (heard + child.stdout.read()).splitlines(keepends=True) if line.endswith("\n")]
    assert (started, child.returncode) == ("ready\n", -signal.SIGKILL)
    return [(word, json.loads(state)) for word, state in (line.split(" ", 1) for line in lines)]


def held(directory):
    """The texts that the store holds and its generation; every document is sound and can be found again."""
    try:
        assert verify(directory) == []
        with Index.open(directory, HashEmbedder(16)) as index:
            documents = [index.document(entry.id) for entry in index.entries()]
            for document in documents:
                best = index.search(document.text[:40], k=99, mode="dense")
                assert document.id in {hit.chunk.document_id for hit in best}
            return sorted(document.text for document in documents), index.generation
    except StoreMissing:
        return [], 0


def test_a_killed_writer_loses_nothing_that_was_acknowledged_and_invents_nothing(tmp_path):
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    chance = random.Random(seed)
    directory, folder, script = tmp_path / "store", tmp_path / "files", tmp_path / "child.py"
    folder.mkdir()
    (folder / "0.txt").write_text("第一条 开头的规定。", "utf-8")
    script.write_text(CHILD, "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")])}
    before: list[str] = []
    generation = changes = pending = 0
    for round_ in range(KILLS):
        said = run_and_kill(
            [str(script), str(directory), str(folder), str(chance.getrandbits(32))], environment, chance
        )
        acknowledged = [state for word, state in said if word == "ack"]
        tried = [state for word, state in said[-1:] if word == "try"]
        sure = acknowledged[-1] if acknowledged else before

        texts, now = held(directory)
        assert texts in (sure, *tried), f"seed {seed} round {round_}"
        assert now >= generation
        before, generation = texts, now
        pending += texts != sure
        changes += len(acknowledged)
    print(f"{changes} changes acknowledged, {pending} committed and not acknowledged, {generation} generations")
    assert changes > KILLS
