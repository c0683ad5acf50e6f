"""Every command ends with the exit code that says how it went."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


def leave(body):
    code = f"from corpus.command import run\nfrom corpus.errors import BadCall\ndef main():\n    {body}\nrun(main)"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("body", "code"), [("return 0", 0), ("return 1", 1)])
def test_the_code_of_the_command_is_passed_on(body, code):
    assert leave(body).returncode == code


def test_a_persons_mistake_is_one_line_and_code_two():
    done = leave("raise BadCall('写错了', 'wrong')")
    assert (done.returncode, done.stderr) == (2, "写错了 | wrong\n")


def test_a_bug_keeps_its_traceback_and_is_code_three():
    done = leave("raise ValueError('bug')")
    assert done.returncode == 3
    assert "Traceback" in done.stderr


def test_an_interrupted_command_says_so():
    assert leave("raise KeyboardInterrupt").returncode == 3


def test_a_reader_that_has_seen_enough_is_no_error():
    code = "from corpus.command import run\ndef main():\n    print('字' * 999999)\n    return 0\nrun(main)"
    writer = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    writer.stdout.read(10)
    writer.stdout.close()
    with writer.stderr as told:
        assert told.read() == b""
    assert writer.wait() != 3


@pytest.mark.parametrize(
    ("body", "code"),
    [("raise BadCall('写错了', 'wrong')", 4), ("raise KeyboardInterrupt", 2), ("raise ValueError('bug')", 3)],
)
def test_a_command_that_judges_leaves_with_the_codes_of_pytest(body, code):
    program = f"""
import sys
from corpus.command import PYTEST, code_of
from corpus.errors import BadCall
def main():
    {body}
sys.exit(code_of(main, PYTEST))
"""
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False).returncode == code
    )
