"""`smug events`: what there is, a sample of each, and what is read of a file, with nothing missing."""

import json
import os
import pathlib
import subprocess

import pytest


@pytest.fixture
def events(smug, tmp_path):
    def run(*arguments):
        return subprocess.run(
            [smug, "events", *arguments], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=30,
        )

    return run


def leaves(value, path="$"):
    if isinstance(value, dict) and value:
        return [leaf for key, member in value.items() for leaf in leaves(member, f"{path}.{key}")]
    if isinstance(value, list) and value:
        return [leaf for index, element in enumerate(value) for leaf in leaves(element, f"{path}[{index}]")]
    return [(path, value)]


def test_every_listed_event_has_a_sample_that_is_read_whole(events, tmp_path):
    listed = json.loads(events("list", "--output", "json").stdout)
    assert len(listed) > 100
    lines = events("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [kind["event"] for kind in listed]
    for kind in listed:
        sample = events("sample", kind["event"])
        assert (sample.returncode, sample.stderr) == (0, "")
        (tmp_path / "event.json").write_text(sample.stdout)
        report = json.loads(events("inspect", "event.json", "--as", kind["event"]).stdout)
        assert (report["event"], report["type"]) == (kind["event"], kind["type"])
        assert dict(leaves(report["payload"])) == dict(leaves(json.loads(sample.stdout)))


def test_a_file_is_told_by_what_is_in_it(events, tmp_path):
    payload = {"Records": [{"eventSource": "aws:sqs", "body": "a", "fresh": {"deep": [None, 1.5]}, "messageId": None}]}
    (tmp_path / "event.json").write_text(json.dumps(payload))
    done = events("inspect", "event.json", "--output", "json")
    report = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert report["event"] == "sqs"
    assert report["others"] == ['records[0].others["fresh"]']
    assert report["payload"] == payload


@pytest.mark.parametrize(
    "text, arguments, status, words",
    [
        ('{"a": [1,\n  oops]}', [], 1, ["event.json:2:3", "unexpected character"]),
        ('{"hello": "world"}', [], 1, ["no event", "--as"]),
        ("[1]", ["--as", "sqs"], 1, ["SQSEvent", "smug events sample sqs"]),
        ("{}", ["--as", "sqss"], 2, ["sqss", "--as sqs"]),
        ("{}", ["--output", "yaml"], 2, ["yaml", "text or json"]),
    ],
)
def test_what_cannot_be_read_is_told(events, tmp_path, text, arguments, status, words):
    (tmp_path / "event.json").write_text(text)
    done = events("inspect", "event.json", *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.strip().splitlines()) == 2, "one line what, one line what to do"
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["inspect"], ["no file"]),
        (["sample"], ["no event is named"]),
        (["sample", "kinesi"], ["kinesi", "smug events sample kinesis"]),
        (["lst"], ["events lst", "smug events list"]),
    ],
)
def test_wrong_usage(events, arguments, words):
    done = events(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr


def test_a_file_that_is_not_there(events):
    done = events("inspect", "missing.json")
    assert done.returncode == 1
    assert "missing.json" in done.stderr


def test_help_of_the_group_and_of_each(events):
    for arguments in [[], ["--help"], ["list", "--help"], ["sample", "--help"], ["inspect", "--help"]]:
        done = events(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "smug events" in done.stdout and "xample" in done.stdout


folder = os.environ.get("EVENT_SAMPLES")


@pytest.mark.skipif(not folder, reason="EVENT_SAMPLES names no folder")
@pytest.mark.parametrize("path", sorted(pathlib.Path(folder or ".").glob("*.json")) if folder else [], ids=lambda p: p.stem)
def test_payloads_from_elsewhere_are_read_whole(events, path):
    done = events("inspect", str(path))
    assert done.returncode == 0, done.stderr
    payload = json.loads(done.stdout)["payload"]
    assert dict(leaves(payload)) == dict(leaves(json.loads(path.read_text())))
