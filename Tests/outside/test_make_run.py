"""What `make run` starts: the example's manifest, with its functions as processes on this machine."""

import concurrent.futures
import os
import pathlib
import re
import signal

import pytest
from admin import Admin, total
from gateway import Gateway, environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "Examples/local/gateway.yaml"


@pytest.fixture
def local_gateway(smug, tmp_path):
    """The example on a free port, its functions from beside the program under test."""
    text = EXAMPLE.read_text().replace("127.0.0.1:3000", "127.0.0.1:0")
    text = text.replace(".build/release/", str(pathlib.Path(smug).parent) + "/")
    text = text.replace("DefaultTimeoutMs: 5000", "DefaultTimeoutMs: 60000\nAdminAddr: 127.0.0.1:0")
    manifest = tmp_path / "gateway.yaml"
    manifest.write_text(text)
    gateway = Gateway(
        smug, manifest, environment(tmp_path, SMUG_INCLUDE_BATCH_SIZE_HEADER="1"), "--local")
    yield gateway
    gateway.stop()


def children(process_id):
    """The processes that a process has started."""
    found = []
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            parent = re.search(r"^PPid:\t(\d+)$", status.read_text(), re.M)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent and int(parent[1]) == process_id:
            found.append(int(status.parent.name))
    return found


def test_both_routes_answer(local_gateway):
    hello = local_gateway.ask("GET", "/hello/world")
    assert hello.status == 200 and "world" in hello.text
    slow = local_gateway.ask("GET", "/slow/world")
    assert slow.status == 200 and "world" in slow.text
    posted = local_gateway.ask("POST", "/hello", [("x-tenant-id", "blue")], b'{"name":"world"}')
    assert posted.status == 200


def test_64_at_once_share_invocations(local_gateway):
    local_gateway.ask("GET", "/slow/first")  # its process is there then
    with concurrent.futures.ThreadPoolExecutor(64) as callers:
        answers = list(callers.map(lambda n: local_gateway.ask("GET", f"/slow/caller-{n}"), range(64)))
    assert [answer.status for answer in answers] == [200] * 64
    for number, answer in enumerate(answers):
        assert f"caller-{number}" in answer.text, "every caller gets its own answer"
    sizes = [int(answer.headers["x-smug-batch-size"]) for answer in answers]
    assert max(sizes) > 1
    assert max(sizes) <= 16


def test_tenants_share_no_invocation(local_gateway):
    def post(number):
        tenant = "blue" if number % 2 else "red"
        return local_gateway.ask("POST", "/hello", [("x-tenant-id", tenant)], b"{}")

    with concurrent.futures.ThreadPoolExecutor(16) as callers:
        answers = list(callers.map(post, range(16)))
    assert [answer.status for answer in answers] == [200] * 16
    assert all(int(answer.headers["x-smug-batch-size"]) <= 8 for answer in answers)


def test_ctrl_c_answers_what_is_under_way_and_leaves_no_process(local_gateway):
    local_gateway.ask("GET", "/slow/first")
    functions = children(local_gateway.process.pid)
    assert functions
    admin = Admin(local_gateway)

    def taken():
        samples = admin.samples()
        return total(samples, "smug_inflight_requests") + total(samples, "smug_requests_total")

    before = taken()
    with concurrent.futures.ThreadPoolExecutor(8) as callers:
        waiting = [callers.submit(local_gateway.ask, "GET", f"/slow/{n}") for n in range(8)]
        while taken() < before + 8:
            pass
        local_gateway.process.send_signal(signal.SIGINT)
        answers = [answer.result() for answer in waiting]
    assert [answer.status for answer in answers] == [200] * 8
    assert local_gateway.process.wait(60) == 0
    for function in functions:
        with pytest.raises(ProcessLookupError):
            os.kill(function, 0)
