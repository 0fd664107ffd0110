"""The archive that all readers are given, and how the program is run over it."""

import json
import os
import subprocess

PROGRAM = os.environ["BULLETIN_EXTRACT"]
PATHS = ["corpus/csto.txt", "corpus/releases.jsonl", "corpus/marseille-museum-salt-road.txt", "tests/readers/odd.jsonl"]


def run(*arguments, paths=PATHS):
    """What the program prints."""
    done = subprocess.run([PROGRAM, *arguments, *paths], check=True, capture_output=True)
    return done.stdout.decode()


def records(*arguments, paths=PATHS):
    return [json.loads(line) for line in run(*arguments, paths=paths).splitlines()]


def mentions(*arguments, paths=PATHS):
    return [json.loads(line) for line in run("--to", "mentions", *arguments, paths=paths).splitlines()]
