#!/usr/bin/env bash
# The instructions that the program takes for a fixed small input, compared with the figure on record: unlike times, they
# are the same on a busy machine. More than one in twenty over the record fails; whoever has a reason changes the record
# (benches/instructions.txt) in the same commit.
set -euo pipefail
cd "$(dirname "$0")/.."

record=$(cat benches/instructions.txt)
program=${CARGO_TARGET_DIR:-target}/release/bulletin-extract
counted=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" --threads 1 --progress never corpus/*.txt 2>&1 > /dev/null |
    awk '/Collected/ { print $NF }')
most=$((record / 20 * 21))
echo "$counted instructions; $record on record"
if [ "$counted" -gt "$most" ]; then
    echo "that is more than 5 % over the record: make it faster, or change benches/instructions.txt and say why" >&2
    exit 1
fi
