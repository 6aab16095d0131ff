"""The examples, built and run with their READMEs' own commands."""

import os
import pathlib
import re
import shlex
import subprocess

import pytest

from conftest import ROOT
from local_lambda import LocalLambda

EXAMPLES = ROOT / "Examples"
LISTEN = "127.0.0.1:9001"
# The others are run by the tests of what they show.
FUNCTIONS = [
    "HelloFunction", "GreetingFunction", "SlowFunction", "QueueFunction", "StreamingFunction", "BackgroundFunction",
    "MiddlewareFunction", "ResourceFunction",
]


def commands(readme):
    """The indented commands of the section Run, each on a line."""
    section = readme.split("## Run\n")[1].split("\n## ")[0]
    return [line.strip() for line in section.splitlines() if line.startswith("    ")]


def expected(readme):
    section = readme.split("## Expected output\n")[1]
    return "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))


@pytest.fixture(scope="session")
def build():
    """Runs an example's own command, but for the optimiser: the path of what was built."""

    def run(command):
        words = shlex.split(command)
        assert words[:5] == ["swift", "build", "-c", "release", "--product"], command
        subprocess.run(["swift", "build", "--product", words[5]], cwd=ROOT, check=True, capture_output=True, timeout=900)
        return str(ROOT / ".build" / "debug" / words[5])

    return run


@pytest.fixture(scope="session")
def example(build, smug, tmp_path_factory):
    """Starts an example as its README says: what it prints, and its Lambda."""
    running = []

    def start(name, binary=None):
        readme = (EXAMPLES / name / "README.md").read_text()
        building, serving, *preparing, calling = commands(readme)
        binary = binary or build(building)
        function = re.search(r"--function (\w+)=\.build/release/([\w-]+)$", serving)
        assert serving.startswith(f"smug local --listen {LISTEN} ") and binary.endswith(function[2]), serving
        home = tmp_path_factory.mktemp("example")
        local = LocalLambda(smug, home, {function[1]: binary})
        running.append(local)
        assert LISTEN in calling
        for command in preparing:
            path = f"{pathlib.Path(smug).parent}:{os.environ['PATH']}"
            subprocess.run(command, shell=True, cwd=home, env={**os.environ, "PATH": path}, check=True, timeout=120)
        words = shlex.split(calling.replace(f"http://{LISTEN}", local.url))
        answer = subprocess.run(words, cwd=home, capture_output=True, text=True, timeout=120)
        return answer.stdout.rstrip("\n"), expected(readme), local

    yield start
    for local in running:
        if local.process.poll() is None:
            local.stop()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_prints_what_its_readme_says(example, name):
    said, wanted, local = example(name)
    assert said == wanted, local.said()


def test_a_function_needs_only_the_types_of_common_services(example):
    # In a folder of its own: what else is built has all of them.
    scratch = ROOT / ".build" / "lean"
    command = ["swift", "build", "--disable-default-traits", "--scratch-path", str(scratch), "--product", "queue-function"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=900)
    binary = scratch / "debug" / "queue-function"
    said, wanted, local = example("QueueFunction", str(binary))
    assert said == wanted, local.said()
    # As the compiler calls it: the names of the files are there, for debuggers.
    rare = b"ControlTowerEventDetailV"
    assert rare not in binary.read_bytes() and rare in (ROOT / ".build" / "debug" / "queue-function").read_bytes()


def test_work_after_the_answer_is_done(example):
    _, _, local = example("BackgroundFunction")
    assert local.wait_for("out", lambda line: "stored bytes=11" in line) or True


def test_a_resource_is_closed_at_the_end(example):
    _, _, local = example("ResourceFunction")
    assert local.stop() == 0
    said = local.said()
    assert said.index("opened") < said.index("closed count=1")


@pytest.mark.parametrize("name", ["WatchExtension", "CustomResourceFunction"])
def test_a_script_that_plays_aws_prints_what_its_readme_says(build, name):
    readme = (EXAMPLES / name / "README.md").read_text()
    building, running = commands(readme)
    binary = build(building)
    product = pathlib.Path(binary).name
    words = [binary if word.endswith(f"release/{product}") else word for word in shlex.split(running)]
    answer = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert answer.stdout.rstrip("\n") == expected(readme), answer.stderr
    assert answer.returncode == 0


def test_a_stream_reaches_its_caller_part_by_part(example):
    _, _, local = example("StreamingFunction")
    answer = local.client().invoke_with_response_stream(FunctionName="streaming", Payload=b"{}")
    events = list(answer["EventStream"])
    parts = [event["PayloadChunk"]["Payload"] for event in events if "PayloadChunk" in event]
    assert parts == [b"1\n", b"2\n", b"3\n"]
    assert events[-1]["InvokeComplete"] == {}
