#!/usr/bin/env bash
# How many times as long as `wc -w` the program takes for a file, single-threaded and on all cores, with its peak memory.
#
#   benches/compare.sh FILE [RUNS]
#
# Both are run in turn, so that a busy machine slows both; what counts is the ratio of the medians of their times on the
# processor (user and system), and for several threads of the times on the clock.
set -euo pipefail

file=${1:?usage: benches/compare.sh FILE [RUNS]}
runs=${2:-5}
program=${CARGO_TARGET_DIR:-target}/release/bulletin-extract
[ -x "$program" ] || { echo "no $program: run cargo build --release first" >&2; exit 1; }
times=$(mktemp)
trap 'rm -f "$times"' EXIT

# Runs a command and writes its name, seconds on the processor, seconds on the clock and peak kilobytes.
measure() {
    local name=$1
    shift
    LC_ALL=C.UTF-8 /usr/bin/time -a -o "$times" -f "$name %U %S %e %M" "$@" > /dev/null
}

for _ in $(seq "$runs"); do
    measure wc wc -w "$file"
    measure one "$program" --progress never --threads 1 "$file"
    measure all "$program" --progress never "$file"
done

awk -v bytes="$(stat -c %s "$file")" '
    function median(list, n,    i, j, t) {
        for (i = 2; i <= n; i++)
            for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
        return list[int((n + 1) / 2)]
    }
    { n[$1]++; processor[$1, n[$1]] = $2 + $3; clock[$1, n[$1]] = $4; if ($5 > peak[$1]) peak[$1] = $5 }
    function of(times, name,    list, i) { for (i = 1; i <= n[name]; i++) list[i] = times[name, i]; return median(list, n[name]) }
    END {
        printf "%-10s %10s %10s %8s %10s\n", "", "seconds", "MB/s", "wc -w", "peak MB"
        words = of(processor, "wc")
        one = of(processor, "one")
        all = of(clock, "all")
        printf "%-10s %10.2f %10.2f %8.1f %10.0f\n", "wc -w", words, bytes / 1e6 / words, 1, peak["wc"] / 1024
        printf "%-10s %10.2f %10.2f %8.1f %10.0f\n", "1 thread", one, bytes / 1e6 / one, one / words, peak["one"] / 1024
        printf "%-10s %10.2f %10.2f %8.1f %10.0f\n", "all cores", all, bytes / 1e6 / all, all / words, peak["all"] / 1024
    }' "$times"
