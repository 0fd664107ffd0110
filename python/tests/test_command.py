"""The command in the wheel."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import ROOT


def python_m(*arguments: str, **how) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "bulletin_extract", *arguments], capture_output=True, cwd=ROOT, **how)


@pytest.mark.parametrize("arguments", [["corpus"], ["--to", "mentions", "corpus/csto.txt"], ["--version"], ["--help"], ["check"]])
def test_it_does_what_the_binary_does(program, arguments):
    binary = subprocess.run([program, *arguments], capture_output=True, cwd=ROOT)
    wheel = python_m(*arguments)
    assert (wheel.returncode, wheel.stdout, wheel.stderr) == (binary.returncode, binary.stdout, binary.stderr)


@pytest.mark.parametrize(("arguments", "status"), [(["--no-such-option"], 2), (["no-such-file.txt"], 1), (["--shard", "3/2"], 2)])
def test_it_fails_as_the_binary_does(program, arguments, status):
    wheel = python_m(*arguments)
    assert wheel.returncode == status
    assert wheel.stderr == subprocess.run([program, *arguments], capture_output=True, cwd=ROOT).stderr


def test_it_reads_standard_input():
    assert b'"2019-05-03"' in python_m(input=b"On 3 May 2019.").stdout
