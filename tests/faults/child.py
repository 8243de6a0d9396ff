"""The act of `acts.py` as a program of its own: it says when it is ready, waits for a word, and acts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import acts

if __name__ == "__main__":
    place = acts.Installation(acts.Settings(var=Path(sys.argv[1]), print=False), acts.plans())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    place.act(int(sys.argv[2]))
