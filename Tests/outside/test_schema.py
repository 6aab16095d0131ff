"""The JSON Schema of the manifest and `smug check`, held together by a validator that is neither."""

import copy
import json
import pathlib
import re
import subprocess

import pytest
import yaml

from gateway import environment, manifest, route

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEPT = json.loads((ROOT / "docs/manifest.schema.json").read_text())


@pytest.fixture(scope="module")
def validator():
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(KEPT)
    return jsonschema.Draft202012Validator(KEPT)


def checks(smug, tmp_path, document):
    (tmp_path / "gateway.json").write_text(json.dumps(document))
    done = subprocess.run(
        [smug, "check", "--config", "gateway.json"], env=environment(tmp_path), cwd=tmp_path,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )
    assert done.returncode in (0, 1), done
    return done


def texts(value):
    """Keys as JSON has them."""
    if isinstance(value, dict):
        return {str(key): texts(item) for key, item in value.items()}
    return [texts(item) for item in value] if isinstance(value, list) else value


def test_the_program_prints_the_schema_that_is_kept(smug, tmp_path):
    done = subprocess.run([smug, "schema"], env=environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == KEPT


def test_the_schema_is_of_the_draft_that_editors_know(validator):
    assert validator.is_valid({}) is False
    assert KEPT["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def properties():
    """Every key that is described: its name and what is said of it."""
    for part in [KEPT, *KEPT["$defs"].values()]:
        for name, said in part["properties"].items():
            if said is not True:
                yield name, said


def test_every_key_is_described_and_every_default_would_be_taken(validator):
    found = list(properties())
    assert len(found) > 60
    for name, said in found:
        assert len(said["description"]) > 10, name
        if "default" in said:
            validator.evolve(schema={**said, "$defs": KEPT["$defs"]}).validate(said["default"])


def documents():
    """Every manifest of the repository, and those in its documents."""
    yield pytest.param((ROOT / "Examples/local/gateway.yaml").read_text(), id="example")
    yard = (ROOT / "benchmark/yard.yaml").read_text()
    for name, value in {"{port}": "3000", "{wait}": "5", "{batch}": "16"}.items():
        yard = yard.replace(name, value)
    yield pytest.param(yard, id="benchmark")
    for path in [ROOT / "README.md", ROOT / "docs/configuration.md"]:
        for block in re.findall(r"```yaml\n(.*?)```", path.read_text(), re.DOTALL):
            if "Spec:" in block and "ListenAddr" in block:
                yield pytest.param(block, id=path.name)


@pytest.mark.parametrize("text", list(documents()))
def test_the_manifests_of_the_repository(smug, validator, tmp_path, text):
    document = texts(yaml.safe_load(text))
    validator.validate(document)
    done = checks(smug, tmp_path, document)
    assert done.returncode == 0, done.stderr


def test_the_example_names_the_schema():
    first = (ROOT / "Examples/local/gateway.yaml").read_text().splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert (ROOT / "Examples/local" / found[1]).resolve() == ROOT / "docs/manifest.schema.json"


def with_(place, value, base=None):
    """A manifest that is right, with a value at a place; `None` takes the key away."""
    document = copy.deepcopy(base or manifest({"/a/{id}": {"get": route(size=4, wait_ms=5, timeout_ms=100)}}))
    at = document
    *way, last = place
    for key in way:
        at = at.setdefault(key, {})
    if value is None:
        at.pop(last, None)
    else:
        at[last] = value
    return document


OPERATION = ("Spec", "paths", "/a/{id}", "get")
BATCHING = (*OPERATION, "x-smug")
LOCAL = ("Local", "Functions", "f")


def batching(**keys):
    return with_(BATCHING, {"timeoutMs": 100, **keys})


RIGHT = {
    "proxies": with_(("TrustedProxyHeader",), "forwarded", with_(("TrustedProxyHops",), "2")),
    "a region": with_(("AwsRegion",), "eu-west-1"),
    "a number as text": with_(("MaxBodyBytes",), " 64 "),
    "a float without fraction": with_(("MaxBodyBytes",), 64.0),
    "text of a float": with_(("MaxBodyBytes",), "1e3"),
    "every interface": with_(("ListenAddr",), ":3000"),
    "IPv6": with_(("ListenAddr",), "[::1]:0"),
    "localhost": with_(("ListenAddr",), "LocalHost:0"),
    "an ARN": with_((*OPERATION, "x-target-lambda"), "arn:aws-cn:lambda:cn-north-1:123456789012:function:f:live"),
    "a partial ARN": with_((*OPERATION, "x-target-lambda"), "123456789012:function:f:$LATEST"),
    "the former name": with_((*OPERATION, "x-lpr"), {"maxWaitMs": 1, "maxBatchSize": 2}, with_(BATCHING, None)),
    "balance needs no longest wait": batching(maxBatchSize=4, balance={"invocationWorthMs": 20}),
    "a latency goal needs none": batching(maxBatchSize=4, latencyGoalMs=20),
    "a dynamic window": batching(maxBatchSize=4, maxWaitMs=9, dynamicWait={"minWaitMs": 1, "steepness": "0.5"}),
    "without batches": batching(batch="off"),
    "without batches, in words": batching(batch=False, maxBatchSize=1, maxWaitMs=0),
    "a fast path": batching(maxBatchSize=4, maxWaitMs=5, idleFastPath="true", preferredBatchSizes=[2, 4]),
    "no fast path beside balance": batching(maxBatchSize=4, balance={"invocationWorthMs": 20}, idleFastPath=False),
    "keys of every kind": batching(maxBatchSize=4, maxWaitMs=5, key=["method", "header:X-A", "query:a b"]),
    "a tenant": batching(maxBatchSize=4, maxWaitMs=5, tenant="query:t"),
    "a load balancer's event": batching(maxBatchSize=4, maxWaitMs=5, eventShape="alb", multiValueHeaders=True),
    "stages": batching(maxBatchSize=4, maxWaitMs=5, stage="prod-1", stageVariables={"a_1": 3, "b": True, "c": ""}),
    "retries as a number": batching(maxBatchSize=4, maxWaitMs=5, retries=2),
    "retries in full": batching(maxBatchSize=4, maxWaitMs=5, retries={"max": 2, "methods": ["post"]}),
    "the rest of an OpenAPI document": with_(("Spec", "info"), {"title": "t"}),
    "an extension": with_((*OPERATION, "x-other"), {"a": 1}),
    "a command in words": with_((*LOCAL, "Command"), "./f --flag 'a b'"),
    "a command as a list": with_((*LOCAL, "Command"), ["./f", 1, True]),
    "variables": with_((*LOCAL, "Environment"), {"A": 1, "B": "x"}, with_((*LOCAL, "Command"), "./f")),
    "headers": with_(("ForwardHeaders",), {"Allow": ["X-A"], "Deny": []}),
    "a greedy path": with_(
        ("Spec", "paths", "/files/{rest+}", "any"),
        {"x-target-lambda": "f", "x-smug": {"maxWaitMs": 1, "maxBatchSize": 1}}),
}

WRONG = {
    "no address": with_(("ListenAddr",), None),
    "an address without a port": with_(("ListenAddr",), "127.0.0.1"),
    "an address that is a name": with_(("ListenAddr",), "example.com:80"),
    "an address that is a number": with_(("ListenAddr",), 3000),
    "no routes": with_(("Spec",), None),
    "no paths": with_(("Spec", "paths"), None),
    "an unknown key": with_(("MaxBodyByte",), 4),
    "an unknown key of a route": with_((*BATCHING, "maxwaitms"), 4),
    "too little": with_(("MaxInflightInvocations",), 0),
    "too much": with_(("DrainTimeoutMs",), 900_001),
    "a fraction": with_(("MaxBodyBytes",), 1.5),
    "a word for a number": with_(("MaxBodyBytes",), "many"),
    "a number in hexadecimal, as text": with_(("MaxBodyBytes",), "0x10"),
    "a boolean for a number": with_(("MaxBodyBytes",), True),
    "nothing for a number": {**with_(("ListenAddr",), ":0"), "MaxBodyBytes": None},
    "a proxy's header, and no proxy": with_(("TrustedProxyHeader",), "forwarded"),
    "a list for a mapping": with_(("ForwardHeaders",), ["a"]),
    "a header that is none": with_(("ForwardHeaders",), {"Deny": ["a b"]}),
    "a region that is none": with_(("AwsRegion",), "Frankfurt"),
    "a path without a slash": with_(("Spec", "paths", "a"), {}),
    "a path with half a parameter": with_(("Spec", "paths", "/a{b}"), {}),
    "a path with a query": with_(("Spec", "paths", "/b?c=1"), {}),
    "a greedy parameter in the middle": with_(("Spec", "paths", "/{b+}/c"), {}),
    "a method that is none": with_(("Spec", "paths", "/a/{id}", "fetch"), {}),
    "no function": with_((*OPERATION, "x-target-lambda"), None),
    "a function that is none": with_((*OPERATION, "x-target-lambda"), "a function"),
    "an ARN of something else": with_((*OPERATION, "x-target-lambda"), "arn:aws:sqs:eu-west-1:123456789012:queue"),
    "no batching": with_(BATCHING, None),
    "both names of it": with_((*OPERATION, "x-lpr"), {"maxWaitMs": 1, "maxBatchSize": 2}),
    "no size": batching(maxWaitMs=5),
    "no wait": batching(maxBatchSize=4),
    "two windows": batching(maxBatchSize=4, latencyGoalMs=5, balance={"invocationWorthMs": 20}),
    "a balance without a worth": batching(maxBatchSize=4, balance={}),
    "a fast path beside balance": batching(maxBatchSize=4, balance={"invocationWorthMs": 20}, idleFastPath=True),
    "a steepness of nothing": batching(maxBatchSize=4, maxWaitMs=9, dynamicWait={"minWaitMs": 1, "steepness": 0}),
    "a size without batches": batching(batch="off", maxBatchSize=4),
    "a wait without batches": batching(batch=False, maxWaitMs=4),
    "a key's words without batches": batching(batch="off", key=["header:a"]),
    "a switch that is none": batching(maxBatchSize=4, maxWaitMs=5, batch="maybe"),
    "a mode that is none": batching(maxBatchSize=4, maxWaitMs=5, invokeMode="stream"),
    "a shape that is none": batching(maxBatchSize=4, maxWaitMs=5, eventShape="http-v3"),
    "a stage where there is none": batching(maxBatchSize=4, maxWaitMs=5, eventShape="alb", stage="a"),
    "lists of values where there are none": batching(maxBatchSize=4, maxWaitMs=5, multiValueHeaders=True),
    "a stage that is none": batching(maxBatchSize=4, maxWaitMs=5, stage="a b"),
    "a variable that is none": batching(maxBatchSize=4, maxWaitMs=5, stageVariables={"a-b": "c"}),
    "a key that is no part of a request": batching(maxBatchSize=4, maxWaitMs=5, key=["cookie:a"]),
    "a header without a name": batching(maxBatchSize=4, maxWaitMs=5, key=["header:"]),
    "a tenant that tells nobody apart": batching(maxBatchSize=4, maxWaitMs=5, tenant="route"),
    "sizes of one": batching(maxBatchSize=4, maxWaitMs=5, preferredBatchSizes=[1]),
    "too many retries": batching(maxBatchSize=4, maxWaitMs=5, retries=11),
    "retries without a number": batching(maxBatchSize=4, maxWaitMs=5, retries={"retryUnsafe": True}),
    "a method with a space": batching(maxBatchSize=4, maxWaitMs=5, retries={"max": 1, "methods": ["A B"]}),
    "no command": with_((*LOCAL, "Handler"), "h"),
    "a command of nothing": with_((*LOCAL, "Command"), " "),
    "a local function by ARN": with_(("Local", "Functions", "a:b", "Command"), "./f"),
    "a variable without a name": with_((*LOCAL, "Environment"), {"": "x"}, with_((*LOCAL, "Command"), "./f")),
    "an extension of a path": with_((*LOCAL, "Extensions", "opt/w"), "./w", with_((*LOCAL, "Command"), "./f")),
    "an extension without a program": with_((*LOCAL, "Extensions", "w"), " ", with_((*LOCAL, "Command"), "./f")),
    "little memory": with_((*LOCAL, "MemoryMb"), 127, with_((*LOCAL, "Command"), "./f")),
}


@pytest.mark.parametrize("name", RIGHT)
def test_both_take_what_is_right(smug, validator, tmp_path, name):
    validator.validate(RIGHT[name])
    done = checks(smug, tmp_path, RIGHT[name])
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", WRONG)
def test_both_refuse_what_is_wrong(smug, validator, tmp_path, name):
    assert checks(smug, tmp_path, WRONG[name]).returncode == 1
    assert not validator.is_valid(WRONG[name])
