"""HTTP functions and the batch adapter behind the gateway with a Lambda of this machine: the examples' own commands."""

import concurrent.futures
import shlex
import subprocess

import pytest

from conftest import ROOT
from gateway import Gateway, environment


def section(readme, name):
    """The indented lines of a section."""
    text = readme.split(f"## {name}\n")[1].split("\n## ")[0]
    return [line[4:] for line in text.splitlines() if line.startswith("    ")]


@pytest.fixture(scope="module", params=["BatchAdapter", "HTTPFunction"])
def example(request, smug, tmp_path_factory):
    """An example's gateway, started as its README says, and the README."""
    folder = ROOT / "Examples" / request.param
    readme = (folder / "README.md").read_text()
    for command in section(readme, "Run"):
        if command.startswith("swift build"):
            product = shlex.split(command)[-1]
            subprocess.run(["swift", "build", "--product", product], cwd=ROOT, check=True, capture_output=True, timeout=900)
            assert (ROOT / ".build/debug" / product).is_file()
    text = (folder / "gateway.yaml").read_text().replace("127.0.0.1:3000", "127.0.0.1:0")
    home = tmp_path_factory.mktemp("example")
    manifest = home / "gateway.yaml"
    manifest.write_text(text.replace(".build/release/", f"{ROOT}/.build/debug/"))
    assert f"smug gateway --config Examples/{request.param}/gateway.yaml --local" in section(readme, "Run")
    gateway = Gateway(smug, manifest, environment(home), "--local")
    yield gateway, readme
    assert gateway.stop() == 0, gateway.said()


def test_an_example_prints_what_its_readme_says(example):
    gateway, readme = example
    said = ""
    for command in section(readme, "Run"):
        if command.startswith("curl"):
            command = command.replace("127.0.0.1:3000", f"{gateway.host}:{gateway.port}")
            said += subprocess.run(shlex.split(command), check=True, capture_output=True, text=True, timeout=120).stdout
    assert said.splitlines() == section(readme, "Expected output"), gateway.said()


def ask_at_once(gateway, paths):
    with concurrent.futures.ThreadPoolExecutor(len(paths)) as callers:
        return list(callers.map(lambda path: gateway.ask("GET", path), paths))


def test_every_caller_of_many_gets_its_own_answer(example):
    gateway, readme = example
    if "batch adapter" not in readme:
        # As many as the local Lambda runs of a function at a time, and fewer.
        answers = ask_at_once(gateway, [f"/whoami?name=n{number}" for number in range(8)])
        assert [answer.text for answer in answers] == [f"n{number}, by loadBalancer\n" for number in range(8)]
        return
    paths, wanted = [], []
    for number in range(12):
        paths += [f"/hello/n{number}", f"/count/{number + 1}", "/price/pear", "/hello/nobody", "/count/x"]
        lines = "".join(f"{line + 1}\n" for line in range(number + 1))
        wanted += [
            (200, f"Hello, n{number}!\n"), (200, lines), (200, "0.45\n"), (500, '{"message":"internal error"}'),
            (400, "count to what?\n"),
        ]
    answers = ask_at_once(gateway, paths)
    assert [(answer.status, answer.text) for answer in answers] == wanted, gateway.said()
