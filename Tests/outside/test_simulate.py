"""`smug simulate` as a person and a program use it: files, logs and generated traffic through a manifest's policies."""

import json
import subprocess
import xml.etree.ElementTree

import pytest

from gateway import environment, manifest, route


@pytest.fixture
def simulate(smug, tmp_path):
    (tmp_path / "gateway.json").write_text(json.dumps(manifest({"/a": {"get": route(size=3, wait_ms=10)}})))

    def simulate(*arguments, config="gateway.json"):
        return subprocess.run(
            [smug, "simulate", "--config", config, *arguments], env=environment(tmp_path), cwd=tmp_path,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )

    return simulate


def test_a_file_of_milliseconds(simulate, tmp_path):
    (tmp_path / "arrivals.txt").write_text("# two batches\n0\n4\n5.5\n\n100\n")
    done = simulate("--route", "GET /a", "--arrivals", "arrivals.txt", "--worth", "20", "--output", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["requests"] == 4 and told["invocations"] == 2
    # 5.5 and 1.5 until the batch was full, and a window for the last.
    assert told["waitMs"] == {"sum": 17.0, "mean": 4.25, "p50": 1.5, "p99": 10.0}
    assert told["cost"] == 2 * 20 + 17
    assert told["optimum"] == 2 * 20 + 7
    assert not list(tmp_path.glob("*.svg"))


def test_several_settings_are_drawn_and_one_is_chosen(simulate, tmp_path):
    done = simulate(
        "--poisson", "200", "--count", "2000", "--window", "0", "--window", "40",
        "--try", "{balance: {invocationWorthMs: 20}}", "--output", "json",
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    names = ["manifest", "window 0 ms", "window 40 ms", "{balance: {invocationWorthMs: 20}}"]
    assert [setting["name"] for setting in told["settings"]] == names
    cheapest = min(told["settings"], key=lambda setting: setting["cost"])
    assert told["chosen"] == cheapest["name"]
    assert all(setting["cost"] >= setting["optimum"] for setting in told["settings"])
    picture = xml.etree.ElementTree.parse(tmp_path / told["chart"]).getroot()
    assert picture.tag.endswith("svg")
    words = simulate("--poisson", "200", "--count", "2000", "--window", "0", "--svg", "other.svg")
    assert "choose: manifest" in words.stdout and "chart: other.svg" in words.stdout
    assert (tmp_path / "other.svg").exists()


@pytest.mark.parametrize("kind", [["--poisson", "50"], ["--bursts"], ["--ramp"]])
def test_generated_traffic_is_the_same_each_time(simulate, kind):
    first, second = (simulate(*kind, "--count", "3000", "--output", "json") for _ in range(2))
    assert first.returncode == 0 and first.stdout == second.stdout
    assert json.loads(first.stdout)["requests"] == 3000


def test_an_access_log(simulate, tmp_path):
    lines = [
        {"time": f"2026-01-02T03:04:05.{100 + 10 * index}Z", "level": "info", "event": "request", "method": "GET",
         "path": "/a", "route": "/a", "status": 200, "totalMs": 7.5}
        for index in range(6)
    ]
    (tmp_path / "log").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = simulate("--access-log", "log", "--output", "json")
    told = json.loads(done.stdout)
    assert told["requests"] == 6 and told["invocations"] == 3
    other = simulate("--access-log", "log", "--route", "GET /a", "--try", "maxWaitMs: 0")
    assert other.returncode == 0 and "maxWaitMs: 0" in other.stdout


def test_a_log_of_several_methods_and_keys(simulate, tmp_path):
    """As the gateway batches them: by route, method and key; HEAD goes to GET."""
    paths = {"/a": {"get": route(size=9), "any": route(size=9)}, "/k": {"get": route(size=9, key=["header:x"])}}
    (tmp_path / "several.json").write_text(json.dumps(manifest(paths)))
    lines = [
        {"time": "2026-01-02T03:04:05.100Z", "event": "request", "method": method, "path": path, "route": path,
         "status": 200, "totalMs": 7.5, "key": key}
        for path, method, key in [
            *(("/a", method, "") for method in ("GET", "POST", "PUT", "HEAD", "GET", "POST")),
            *(("/k", "GET", key) for key in "abab"),
        ]
    ]
    (tmp_path / "log").write_text("".join('{app="smug"} ' + json.dumps(line) + "\n" for line in lines))

    def counts(route):
        done = simulate("--route", route, "--access-log", "log", "--output", "json", config="several.json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        return told["requests"], told["invocations"]

    assert counts("GET /a") == (3, 2)
    assert counts("ANY /a") == (3, 2)
    assert counts("GET /k") == (4, 2)


def test_tried_keys_stand_in_the_same_manifest(simulate, tmp_path):
    limited = manifest(
        {"/a": {"get": route(size=3, wait_ms=10, maxInflightInvocations=4)}}, MaxQueueDepthPerKey=5,
        MaxInflightInvocations=1000)
    (tmp_path / "limited.json").write_text(json.dumps(limited))
    done = simulate(
        "--poisson", "2000", "--count", "20000", "--invocation", "50", "--try", "{maxWaitMs: 10}",
        "--try", "{maxWaitMs: 10, maxInflightInvocations: 100}", "--try", "{batch: off}", "--output", "json",
        config="limited.json",
    )
    assert done.returncode == 0, done.stderr
    given, same, more, single = json.loads(done.stdout)["settings"]
    assert given["refused"] > 0
    assert {**given, "name": ""} == {**same, "name": ""}
    assert more["refused"] < given["refused"]
    assert single["requests"] == single["invocations"]


def test_who_waits_longer_than_the_timeout_has_no_answer(simulate, tmp_path):
    (tmp_path / "slow.json").write_text(
        json.dumps(manifest({"/a": {"get": route(size=3, timeout_ms=2000, wait_ms=10)}}, MaxInflightInvocations=8,
                            MaxQueueDepthPerKey=100_000, MaxPendingInvocations=100_000)))
    arguments = ["--poisson", "2000", "--count", "20000", "--invocation", "50"]
    done = simulate(*arguments, "--output", "json", config="slow.json")
    told = json.loads(done.stdout)
    assert told["timedOut"] > 0 and told["waitMs"]["p99"] <= 2000
    table = simulate(*arguments, config="slow.json").stdout
    assert f"manifest: {told['timedOut']} requests had no answer in time" in table


@pytest.mark.parametrize(
    "arguments, status, words",
    [
        ([], 2, ["no traffic"]),
        (["--ramp", "--bursts"], 2, ["--bursts and --ramp"]),
        (["--poisson", "0"], 2, ["--poisson is '0'"]),
        (["--poisson", "1e-9", "--count", "100"], 2, ["--poisson is '1e-9'", "three years", "--count"]),
        (["--poisson", "1e-300", "--count", "1"], 2, ["--poisson is '1e-300'", "three years"]),
        (["--poisson", "0.2", "--count", "20000000", "--worth", "900000"], 2, ["20000000 requests", "--worth"]),
        (["--arrivals", "bad", "--count", "5"], 2, ["--count", "--arrivals is a file"]),
        (["--access-log", "bad", "--seed", "5"], 2, ["--seed", "--access-log is a file"]),
        (["--ramp", "--route", "GET /b"], 2, ["no route 'GET /b'", "GET /a"]),
        (["--ramp", "--output", "xml"], 2, ["--output is 'xml'"]),
        (["--ramp", "--worth", "-1"], 2, ["--worth is '-1'"]),
        (["--ramp", "--invocation", "1+x"], 2, ["--invocation is '1+x'"]),
        (["--ramp", "--window", "-1"], 2, ["--window is '-1'"]),
        (["--ramp", "--try", "maxWaitMs: x"], 2, ["maxWaitMs", "not a whole number"]),
        (["--ramp", "--window", "20000"], 2, ["--window is '20000'", "timeout, which is 20000"]),
        (["--ramp", "--try", "{maxWaitMs: 1, maxQueueDepth: 2}"], 2, ["maxBatchSize is 3", "maxQueueDepth"]),
        (["--arrivals", "missing"], 1, ["no file missing"]),
        (["--arrivals", "bad"], 1, ["bad:2: 'two' is not a number"]),
        (["--access-log", "bad"], 1, ["no request of 'GET /a'"]),
    ],
)
def test_what_is_wrong_is_told(simulate, tmp_path, arguments, status, words):
    (tmp_path / "bad").write_text("1\ntwo\n")
    done = simulate(*arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.strip().splitlines()) == 2, "one line what, one line what to do"
    assert all(word in done.stderr for word in words), done.stderr
