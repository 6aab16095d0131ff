"""A function behind a custom resource, packed as for Lambda: CloudFormation gets its answer on every path."""

import json
import pathlib
import shutil
import subprocess
import sys
import urllib.parse

import pytest

from answer_storage import AnswerStorage
from certificates import Authority
from conftest import ROOT, unpacked
from local_lambda import LocalLambda

HERE = pathlib.Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def program(packaged, tmp_path_factory):
    return str(unpacked(packaged("custom-resource-function"), "bootstrap", tmp_path_factory.mktemp("function")))


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def storage(authority, tmp_path):
    with AnswerStorage(authority.issue(), tmp_path) as storage:
        yield storage


@pytest.fixture
def function(smug, program, authority, tmp_path):
    """Starts `smug local` with the function: what invokes it."""
    running = []

    def start(*arguments, bundle=None, variable="SSL_CERT_FILE"):
        path = tmp_path / "bundle.pem"
        path.write_bytes(bundle or authority.pem)
        variables = tmp_path / "variables"
        variables.write_text(f"{variable}={path}\n")
        local = LocalLambda(
            smug, tmp_path, {"names": program}, "--env-file", str(variables), *arguments)
        running.append(local)
        return local

    yield start
    for local in running:
        local.stop()


def event(url, kind="Create", title="My Shop", name=None, **members):
    made = {
        "RequestType": kind, "RequestId": "r-1", "StackId": "arn:stack", "LogicalResourceId": "ShopName",
        "ResourceType": "Custom::Name", "ResponseURL": url,
        "ResourceProperties": {"ServiceToken": "arn:function", "Title": title}, **members,
    }
    if name is not None:
        made["PhysicalResourceId"] = name
    return {key: value for key, value in made.items() if value is not None}


def invoke(local, document):
    answer = local.client().invoke(FunctionName="names", Payload=json.dumps(document))
    return answer.get("FunctionError"), json.loads(answer["Payload"].read())


@pytest.mark.parametrize("kind, title, name, expected", [
    ("Create", "My Shop", None, "my-shop"), ("Update", "Other", "my-shop", "other"),
    ("Delete", "My Shop", "was-there", "was-there"),
])
def test_each_request_is_answered(function, storage, kind, title, name, expected):
    assert invoke(function(), event(storage.url, kind, title, name)) == (None, None)
    put = storage.next()
    assert put.path == "/answer?X-Amz-Signature=se%2Fcret"
    assert put.headers.get_all("content-type") == [""]
    assert put.headers["host"] == storage.url.split("/")[2]
    wanted = {
        "Status": "SUCCESS", "PhysicalResourceId": expected, "StackId": "arn:stack", "RequestId": "r-1",
        "LogicalResourceId": "ShopName",
    }
    assert put.answer == (wanted if kind == "Delete" else {**wanted, "Data": {"Name": expected}})
    assert storage.puts.empty()


def test_what_fails_is_answered_and_taken_back(function, storage):
    local = function()
    # What the handler throws.
    assert invoke(local, event(storage.url, title="?!")) == (None, None)
    answer = storage.next().answer
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "ShopName-r-1")
    assert answer["Reason"] == 'Title "?!" has no letter or digit to make a name of'
    # What does not decode, and the deletion that follows.
    broken = {"ResourceProperties": {"Title": ["a"]}}
    assert invoke(local, event(storage.url, **broken)) == (None, None)
    answer = storage.next().answer
    assert answer["Status"] == "FAILED" and answer["Reason"].startswith("$.ResourceProperties.Title: ")
    assert invoke(local, event(storage.url, "Delete", name=answer["PhysicalResourceId"], **broken)) == (None, None)
    assert storage.next().answer["Status"] == "SUCCESS"
    # An update whose old properties are of another time.
    old = {"OldResourceProperties": {"Titel": 7}}
    assert invoke(local, event(storage.url, "Update", "New", "old", **old)) == (None, None)
    assert storage.next().answer["PhysicalResourceId"] == "new"


def test_an_answer_that_is_too_large_is_a_failure(function, storage):
    assert invoke(function(), event(storage.url, title="a" * 1025)) == (None, None)
    answer = storage.next().answer
    assert answer["Status"] == "FAILED" and "1025 bytes, more than the 1024" in answer["Reason"]


def test_an_answer_is_sent_until_storage_takes_it(function, storage):
    local = function()
    for status in (503, 500):
        storage.replies.put((status, "<Error><Code>SlowDown</Code></Error>"))
    assert invoke(local, event(storage.url)) == (None, None)
    assert len({storage.next().body for _ in range(3)}) == 1
    assert sum("the answer is sent again" in line for line in local.lines["err"] + local.lines["out"]) == 2


def test_a_refusal_fails_the_invocation_in_s3s_own_words(function, storage):
    local = function()
    storage.replies.put((403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"))
    failed, error = invoke(local, event(storage.url))
    assert failed == "Unhandled"
    assert error["errorMessage"] == "S3 refused the answer with status 403: AccessDenied: Request has expired"
    storage.next()
    assert storage.puts.empty()
    # Whoever has the address may answer in the function's place.
    assert "cret" not in local.said()


def test_storage_that_says_nothing_fails_the_invocation_before_its_timeout(function, storage):
    local = function("--timeout", "4")
    for _ in range(8):
        storage.replies.put(None)
    failed, error = invoke(local, event(storage.url))
    said = f"no answer from localhost:{urllib.parse.urlsplit(storage.url).port} in time"
    assert failed == "Unhandled" and said in error["errorMessage"], error
    storage.next()


def test_nothing_is_sent_to_whom_nobody_vouches_for(function, storage):
    failed, error = invoke(function(bundle=Authority().pem), event(storage.url))
    assert failed == "Unhandled" and "certificate is not trusted" in error["errorMessage"], error
    assert storage.puts.empty()


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_that_is_none_is_told(function, storage, variable):
    local = function(bundle=b"nothing", variable=variable)
    failed, error = invoke(local, event(storage.url))
    assert failed == "Unhandled" and error["errorType"] == "CustomResourceError"
    assert f"which {variable} names, holds no certificates in PEM" in error["errorMessage"]
    # Nothing was made that nobody could have been told of.
    assert "named" not in local.said()


@pytest.mark.parametrize("url", [None, "...", "http://localhost/answer"])
def test_a_request_without_a_place_for_its_answer_is_told(function, url):
    failed, error = invoke(function(), event(url))
    assert failed == "Unhandled" and "CloudFormationProviderResponse" in error["errorMessage"], error


def can_make_namespaces():
    command = ["unshare", "--user", "--map-root-user", "--mount", "--net", "true"]
    return shutil.which("unshare") and subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.skipif(not can_make_namespaces(), reason="this system lets nobody have a network of their own")
@pytest.mark.parametrize("scene", ["udp", "tcp", "unknown"])
def test_names_are_asked_of_the_systems_name_server(program, tmp_path, scene):
    # In a network of its own, where port 53 is free, with a resolv.conf of its own.
    command = ["unshare", "--user", "--map-root-user", "--mount", "--net", sys.executable, HERE / "name_server_scene.py"]
    answer = subprocess.run(
        [*command, program, scene, tmp_path], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr + answer.stdout
