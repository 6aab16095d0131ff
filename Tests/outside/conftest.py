"""What the tests share: the built program, the stand-in for Lambda, and gateways that end with their test."""

import json
import os
import pathlib
import stat
import subprocess
import zipfile

import pytest

from gateway import CREDENTIALS, Gateway, environment
from stand_in import StandIn, echo

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def smug():
    """The program under test: SMUG_BIN, else the newest that was built here."""
    if "SMUG_BIN" in os.environ:
        binary = pathlib.Path(os.environ["SMUG_BIN"])
        assert binary.is_file(), f"SMUG_BIN names no file: {binary}"
        return str(binary)
    built = [ROOT / ".build" / kind / "smug" for kind in ("release", "debug")]
    built = [binary for binary in built if binary.is_file()]
    assert built, "there is no program to test: run make build, or set SMUG_BIN"
    return str(max(built, key=lambda binary: binary.stat().st_mtime))


@pytest.fixture(scope="session")
def packaged(tmp_path_factory):
    """Packs a function for Lambda: the zip."""
    made = {}

    def pack(product):
        if product not in made:
            archive = tmp_path_factory.mktemp("package") / f"{product}.zip"
            command = [str(ROOT / "scripts" / "package"), product, "--output", str(archive)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500)
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
            made[product] = archive
        return made[product]

    return pack


def unpacked(archive, name, folder):
    """The one program in a zip, made what the zip says of it."""
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == [name]
        mode = packed.getinfo(name).external_attr >> 16
        packed.extract(name, folder)
    assert stat.S_ISREG(mode) and stat.S_IMODE(mode) == 0o755
    (folder / name).chmod(0o755)
    return folder / name


@pytest.fixture(scope="module")
def stand_in():
    with StandIn() as running:
        yield running


@pytest.fixture(autouse=True)
def well_behaved(request):
    """Each test begins with a Lambda that answers every item."""
    if "stand_in" in request.fixturenames:
        request.getfixturevalue("stand_in").behave(echo)


@pytest.fixture(scope="module")
def start_gateway(smug, stand_in, tmp_path_factory):
    """Starts gateways in front of the stand-in; all have to end cleanly when the tests are over."""
    running = []

    def start(manifest, *arguments, credentials=CREDENTIALS, preface=b"", **variables):
        home = tmp_path_factory.mktemp("gateway")
        location = home / "gateway.yaml"
        location.write_text(json.dumps(manifest))  # JSON is YAML
        variables = {"AWS_ENDPOINT_URL_LAMBDA": stand_in.url, **credentials, **variables}
        gateway = Gateway(smug, location, environment(home, **variables), *arguments, preface=preface)
        running.append(gateway)
        return gateway

    yield start
    for gateway in running:
        assert gateway.stop() == 0, gateway.said()
