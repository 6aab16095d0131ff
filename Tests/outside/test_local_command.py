"""What a person who starts `smug local` sees."""

import re
import socket
import subprocess
import urllib.request

import pytest

from gateway import environment
from local_lambda import PYTHON, LocalLambda


@pytest.fixture
def run(smug, tmp_path):
    def run(*arguments, **variables):
        return subprocess.run(
            [smug, "local", *arguments], env=environment(tmp_path, **variables), cwd=tmp_path,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )

    return run


@pytest.mark.parametrize("arguments", [
    [], ["--function", "hello"], ["--function", "=./hello"], ["--function", "hello="], ["--function", "a b=./hello"],
    ["--function", "hello='./hello"], ["--function", "hello=./a", "--function", "hello=./b"],
    ["--function", "hello=./a", "--concurrency", "0"], ["--function", "hello=./a", "--timeout", "901"],
    ["--function", "hello=./a", "--listen", "nowhere"], ["--function", "hello=./a", "--listen", "host.name:80"],
    ["--function", "hello=./a", "--check-signatures"], ["--functions", "hello=./a"],
])
def test_wrong_usage(run, arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 2, "one line what, one line what to do"


def test_an_address_that_is_taken(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        done = run("--function", "hello=./a", "--listen", address)
    assert (done.returncode, done.stdout) == (1, "")
    assert address in done.stderr and len(done.stderr.strip().splitlines()) == 2


@pytest.mark.parametrize("text", [None, "not a variable"])
def test_a_file_of_variables_that_is_none(run, tmp_path, text):
    if text:
        (tmp_path / "variables").write_text(text)
    done = run("--function", "hello=./a", "--env-file", "variables")
    assert (done.returncode, done.stdout) == (1, "")
    assert "variables" in done.stderr and len(done.stderr.strip().splitlines()) == 2


def test_what_listens_and_how_to_call_it(smug, tmp_path):
    local = LocalLambda(smug, tmp_path, {"hello": PYTHON + "handler", "other": "./other"})
    try:
        local.wait_for("err", lambda line: "Ctrl-C" in line)
        printed = "\n".join(local.lines["err"])
        assert f"aws lambda invoke --endpoint-url {local.url}" in printed
        assert re.search(r"^  other +\./other$", printed, re.M)
        url = re.search(r"curl -d '\{\}' (\S+)", printed)[1]
        with urllib.request.urlopen(url, b'{"do":"echo"}') as answer:
            assert answer.read() == b'{"do": "echo"}'
    finally:
        assert local.stop() == 0
