"""Offsets in every unit, by the script that checks them; and the script, by records that are wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = os.environ["BULLETIN_EXTRACT"]
TEXT = "Añua Odhiambo – 🚢 – left for Zürich on 3 May 2019 with 12 tons of maize.\n"


def checked(records):
    command = [sys.executable, str(ROOT / "scripts/check_offsets.py")]
    return subprocess.run(command, input=records, capture_output=True, text=True)


def main():
    for unit in ["char", "byte", "utf16"]:
        command = [PROGRAM, "--with-text", "--offsets", unit, "-"]
        records = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True).stdout
        right = checked(records)
        assert right.returncode == 0 and right.stdout == "1 records, 4 mentions\n", (unit, right)

        # One mention moved by one is found, and named.
        record = json.loads(records)
        mention = record["quantities"][0]
        mention["start"] += 1
        wrong = checked(json.dumps(record))
        assert wrong.returncode == 1 and repr(mention["text"]) in wrong.stderr, (unit, wrong)


if __name__ == "__main__":
    main()
