"""The command: `python -m bulletin_extract` does what `bulletin-extract` does."""

import sys

from ._native import run_command


def main() -> int:
    return run_command(["bulletin-extract", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
