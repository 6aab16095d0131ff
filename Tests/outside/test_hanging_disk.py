"""Files that cannot be read just now, nor perhaps ever: on a disk that is gone, or behind a pipe that nobody writes to."""

import json
import os
import signal
import threading
import time

import pytest

from certificates import Authority
from gateway import CREDENTIALS, Gateway, environment, manifest, route
from hanging_disk import HangingDisk
from test_reload import wait_for


@pytest.fixture(scope="module")
def authority():
    return Authority()


def document(folder=None, generation=1):
    tls = {"Tls": {"CertificateFile": str(folder / "tls.crt"), "KeyFile": str(folder / "tls.key")}} if folder else {}
    return json.dumps(manifest({"/a": {"get": route(target=f"g-{generation}", size=1, wait_ms=0)}}, **tls))


@pytest.fixture
def disk(tmp_path):
    disk = HangingDisk(tmp_path)
    yield disk
    disk.answer()


@pytest.fixture
def start(smug, stand_in, tmp_path, authority):
    """Starts gateways of one loop: what holds up one holds up all of their requests."""
    running = []

    def start(location, tls=False, **variables):
        variables = {"AWS_ENDPOINT_URL_LAMBDA": stand_in.url, **CREDENTIALS, **variables}
        gateway = Gateway(
            smug, location, environment(tmp_path, **variables), "--threads", "1",
            tls=authority.client() if tls else None)
        running.append(gateway)
        return gateway

    yield start
    for gateway in running:
        assert gateway.stop(seconds=5) == 0, gateway.said()


@pytest.mark.parametrize("file", ["manifest", "certificate"])
def test_a_disk_that_does_not_answer_holds_up_neither_requests_nor_the_end(start, disk, tmp_path, authority, file):
    on_disk = file == "manifest"
    location = (disk.path if on_disk else tmp_path) / "gateway.yaml"
    location.write_text(document(None if on_disk else disk.path))
    authority.issue().write(disk.path)
    gateway = start(location, tls=not on_disk, **disk.variables)
    disk.hang()
    gateway.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 5  # some looks at the files are due meanwhile
    while time.monotonic() < end:
        assert gateway.ask("GET", "/a").status == 200
        threading.Event().wait(0.05)
    assert gateway.stop(seconds=5) == 0, gateway.said()
    assert gateway.log[-1]["event"] == "stopped"
    refused = {"reload_refused", "certificate_refused"} & {line["event"] for line in gateway.log}
    assert refused == set(), "what was given up says nothing of the files"


def test_a_reload_waits_so_long_for_a_disk_and_no_longer(start, disk, tmp_path, authority):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(disk.path))
    authority.issue(serial=0xA1).write(disk.path)
    gateway = start(location, tls=True, **disk.variables)
    disk.hang()
    gateway.process.send_signal(signal.SIGHUP)
    line = wait_for(gateway, "certificate_refused", 1)[-1]
    assert "no answer of its file system after 10000 ms" in line["reason"], line
    gateway.process.send_signal(signal.SIGHUP)
    line = wait_for(gateway, "certificate_refused", 2)[-1]
    assert "still not answered" in line["reason"], line
    assert gateway.ask("GET", "/a").status == 200
    authority.issue(serial=0xB2).write(disk.path)
    disk.answer()
    assert int(wait_for(gateway, "certificate_renewed", 1)[-1]["serial"], 16) == 0xB2


def test_a_pipe_in_the_place_of_a_key_holds_up_nothing(start, tmp_path, authority):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(tmp_path))
    authority.issue(serial=0xA1).write(tmp_path)
    gateway = start(location, tls=True)
    os.mkfifo(tmp_path / "pipe")
    os.replace(tmp_path / "pipe", tmp_path / "tls.key")
    line = wait_for(gateway, "certificate_refused", 1)[-1]
    assert line["reason"].startswith("Tls.KeyFile cannot be read: it is a pipe"), line
    assert gateway.ask("GET", "/a").status == 200
    (tmp_path / "tls.key").unlink()
    authority.issue(serial=0xB2).write(tmp_path)
    assert int(wait_for(gateway, "certificate_renewed", 1)[-1]["serial"], 16) == 0xB2


def test_a_key_that_comes_through_a_pipe_is_read_once_and_serves_on(start, tmp_path, authority):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(tmp_path))
    pair = authority.issue()
    pair.write(tmp_path)
    (tmp_path / "tls.key").unlink()
    os.mkfifo(tmp_path / "tls.key")
    threading.Thread(target=(tmp_path / "tls.key").write_bytes, args=(pair.key,), daemon=True).start()
    gateway = start(location, tls=True)
    gateway.process.send_signal(signal.SIGHUP)
    wait_for(gateway, "reload_unchanged", 1)
    location.write_text(document(tmp_path, generation=2))
    wait_for(gateway, "reloaded", 1)
    assert gateway.ask("GET", "/a").status == 200
    assert not any(line["event"] == "certificate_refused" for line in gateway.log), gateway.said()
