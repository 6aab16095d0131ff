"""What a person and a supervisor see: usage, exit codes, one line what and one line what to do, and a clean end."""

import json
import shlex
import signal
import subprocess
import threading

import pytest

import stand_in as lambda_
from conftest import ROOT
from gateway import CREDENTIALS, environment, manifest, route


@pytest.fixture
def run(smug, tmp_path):
    def run(*arguments, **variables):
        return subprocess.run(
            [smug, *arguments], env=environment(tmp_path, **variables), cwd=tmp_path,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )

    return run


def one_route():
    return manifest({"/hello": {"get": route(size=1, wait_ms=0)}})


COMMANDS = ["gateway", "check", "routes", "local", "simulate", "schema", "events list", "events sample", "events inspect"]


@pytest.mark.parametrize("command", ["", "events", *COMMANDS])
def test_help_fits_a_terminal_and_shows_an_example(run, command):
    done = run(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "smug" in done.stdout and "xample" in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []


def examples(page):
    """The command lines of a page of help."""
    text = page.split("\nExamples:\n")[1].replace("\\\n", "")
    return [line.strip() for line in text.splitlines() if line.startswith("  ") and line[2] != " "]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_help_hold(smug, run, tmp_path, command):
    """But for those that serve, and those on a manifest of the reader's own."""
    for example in examples(run(*command.split(), "--help").stdout):
        words = shlex.split(example)
        assert words[0] == "smug" or "smug gateway" in example, example
        if command in ("gateway", "local") or "gateway.yaml" in words or "event.json" in words:
            continue
        if ">" in words:
            words = words[:words.index(">")]
        words = [str(ROOT / word) if word.startswith("Examples/") else word for word in words]
        done = run(*words[1:])
        assert (done.returncode, done.stderr) == (0, ""), example
        assert done.stdout


def test_the_version(run):
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert any(character.isdigit() for character in done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["--nonsense"], ["gateway", "--nonsense"], ["gateway", "--config"], ["gateway"], ["check"]],
)
def test_wrong_usage(run, arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 2, "one line what, one line what to do"


def test_a_manifest_that_is_not_there(run):
    done = run("gateway", "--config", "missing.yaml", **CREDENTIALS)
    assert done.returncode == 1
    assert "missing.yaml" in done.stderr


@pytest.mark.parametrize(
    "settings, arguments, what, remedy",
    [
        pytest.param({"ListenAddr": "192.0.2.1:0"}, [], "cannot listen on 192.0.2.1:0", "change ListenAddr", id="address"),
        pytest.param({}, ["--local"], "has no Local", "add Local", id="local without functions"),
        pytest.param({}, ["--threads", "none"], "--threads is 'none'", "1 to 1024", id="threads"),
    ],
)
def test_what_a_gateway_cannot_start_with(run, tmp_path, settings, arguments, what, remedy):
    (tmp_path / "gateway.yaml").write_text(json.dumps({**one_route(), **settings}))
    done = run("gateway", "--config", "gateway.yaml", *arguments, **CREDENTIALS)
    assert done.returncode in (1, 2)
    first, second = done.stderr.splitlines()
    assert what in first and remedy in second


WRITERS = [
    "--version", "--help", "check --config gateway.json", "check --config gateway.json --output json",
    "routes --config gateway.json", "routes --config gateway.json GET /hello", "schema", "events list",
    "events sample sqs", "simulate --config gateway.json --ramp --count 10",
]


@pytest.mark.parametrize("command", WRITERS)
def test_what_cannot_be_written_is_told(smug, tmp_path, command):
    (tmp_path / "gateway.json").write_text(json.dumps(one_route()))
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [smug, *command.split()], env=environment(tmp_path), cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=30,
        )
    assert done.returncode == 1
    assert "cannot write to standard output: ENOSPC" in done.stderr and len(done.stderr.splitlines()) == 2


def test_an_admin_listener_in_the_gateways_place_is_told(run, tmp_path):
    settings = {"ListenAddr": ":39877", "AdminAddr": "127.0.0.1:39877"}
    (tmp_path / "gateway.json").write_text(json.dumps({**one_route(), **settings}))
    done = run("check", "--config", "gateway.json")
    assert done.returncode == 1
    assert "AdminAddr is 127.0.0.1:39877, within ListenAddr, which is :39877" in done.stderr


def test_a_folder_is_no_manifest(run):
    done = run("check", "--config", ".")
    assert done.returncode == 1
    assert "EISDIR" in done.stderr and "name a file" in done.stderr


def test_every_problem_of_a_manifest_is_told_at_once(run, tmp_path):
    broken = one_route()
    broken["MaxInflightInvocation"] = 3
    broken["DefaultTimeoutMs"] = -1
    (tmp_path / "broken.yaml").write_text(json.dumps(broken, indent=2))
    done = run("check", "--config", "broken.yaml")
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "MaxInflightInvocations" in told, "the nearest known name"
    assert "DefaultTimeoutMs" in told
    assert "broken.yaml:" in told, "line and column"


def test_a_good_manifest(run, tmp_path):
    (tmp_path / "good.yaml").write_text(json.dumps(one_route()))
    assert run("check", "--config", "good.yaml").returncode == 0


def test_a_function_that_is_not_on_this_machine_is_told(start_gateway):
    local = {"Functions": {"other": {"Command": "./other"}}}
    gateway = start_gateway({**one_route(), "Local": local}, "--local")
    missing = gateway.wait_for_event("function_missing")
    assert (missing["function"], missing["route"]) == ("hello", "GET /hello")


def test_health(start_gateway):
    gateway = start_gateway(one_route())
    assert gateway.ask("GET", "/healthz").status == 200
    assert gateway.ask("GET", "/readyz").status == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_was_accepted_finish(start_gateway, stand_in, number):
    gateway = start_gateway(one_route())
    release = threading.Event()
    stand_in.behave(lambda_.held(release))
    with gateway.caller() as caller:
        caller.send("GET", "/hello")
        stand_in.wait_for(1)
        ended = threading.Thread(target=gateway.stop, args=(number,))
        ended.start()
        release.set()
        answer = caller.receive()
        assert (answer.status, answer.text) == (200, "GET /hello ")
        ended.join(30)
    assert gateway.process.returncode == 0, gateway.said()


@pytest.mark.parametrize("name", ["SMUG_CONFIG_URI", "LPR_CONFIG_URI"])
@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_the_manifest_of_the_environment(smug, stand_in, tmp_path, name, form):
    location = tmp_path / "gateway.yaml"
    location.write_text(json.dumps({**one_route(), "ListenAddr": "256.0.0.1:0"}))
    done = subprocess.run(
        [smug, "gateway"], env=environment(tmp_path, **CREDENTIALS, **{name: form.format(location)}),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )
    # It got as far as reading the manifest, whose address is none.
    assert done.returncode == 1 and "ListenAddr" in done.stderr, done
