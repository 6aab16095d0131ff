"""What the gateway sends is what AWS expects: botocore signs the same request and must get the same signature."""

import datetime
import email.utils
import hashlib
import re
import urllib.parse

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gateway import CREDENTIALS, manifest, route
from stand_in import Reply, echo, line, streamed

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
    r"SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:hello"


def check_signature(stand_in, invocation, key, secret, token=None, region="eu-central-1"):
    authorization = AUTHORIZATION.fullmatch(invocation.header("authorization") or "")
    assert authorization, invocation.headers
    assert authorization.groups()[:4] == (key, invocation.header("x-amz-date")[:8], region, "lambda")
    signed = authorization[5].split(";")
    assert signed == sorted(signed)
    assert {"host", "x-amz-date"} <= set(signed)
    assert ("x-amz-security-token" in signed) == (token is not None)
    assert invocation.header("x-amz-security-token") == token
    assert invocation.header("host") == urllib.parse.urlsplit(stand_in.url).netloc
    hashed = hashlib.sha256(invocation.body).hexdigest()
    assert invocation.header("x-amz-content-sha256") in (None, hashed)

    date = invocation.header("x-amz-date")
    sent = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    assert abs(datetime.datetime.now(datetime.timezone.utc) - sent) < datetime.timedelta(minutes=5)

    request = AWSRequest(invocation.method, stand_in.url + invocation.raw_path, data=invocation.body)
    for name, value in invocation.headers:
        if name.lower() in signed:
            request.headers[name] = value
    request.context["timestamp"] = date
    judge = SigV4Auth(Credentials(key, secret, token), "lambda", region)
    canonical = judge.canonical_request(request)
    assert judge.signed_headers(judge.headers_to_sign(request)) == authorization[5]
    expected = judge.signature(judge.string_to_sign(request, canonical), request)
    assert authorization[6] == expected, f"botocore's canonical request:\n{canonical}"


def check_invocation(gateway, stand_in, path="/hello", **signed_with):
    assert gateway.ask("GET", path).status == 200, gateway.said()
    (invocation,) = stand_in.invocations
    assert invocation.method == "POST"
    check_signature(stand_in, invocation, **signed_with)
    return invocation


KEYS = {"key": CREDENTIALS["AWS_ACCESS_KEY_ID"], "secret": CREDENTIALS["AWS_SECRET_ACCESS_KEY"]}


def one_route(target="hello"):
    return {"/hello": {"get": route(target, size=1, wait_ms=0), "post": route(target, size=1, wait_ms=0)}}


@pytest.fixture(scope="module")
def gateway(start_gateway):
    return start_gateway(manifest(one_route()))


@pytest.mark.parametrize("body", [b"", b"{}", "gr\u00fc\u00dfe \U0001f44b".encode(), bytes(range(256)), b"x" * 300_000])
def test_whatever_is_sent_is_signed(gateway, stand_in, body):
    assert gateway.ask("POST", "/hello?a=b%20c&a=+", [("x-a", "  b  ")], body).status == 200
    (invocation,) = stand_in.invocations
    check_signature(stand_in, invocation, **KEYS)


TARGETS = {
    "hello": ("hello", None),
    "hello:live": ("hello", "live"),
    "hello_with-everything:7": ("hello_with-everything", "7"),
    "123456789012:function:hello": ("123456789012:function:hello", None),
    ARN: (ARN, None),
    f"{ARN}:7": (ARN, "7"),
    f"{ARN}:live": (ARN, "live"),
    f"{ARN}:$LATEST": (ARN, "$LATEST"),
}


def test_every_form_of_a_functions_name_is_signed(start_gateway, stand_in):
    paths = {f"/hello/{i}": target for i, target in enumerate(TARGETS)}
    gateway = start_gateway(
        manifest({path: {"get": route(target, size=1, wait_ms=0)} for path, target in paths.items()})
    )
    for path, target in paths.items():
        stand_in.behave(echo)
        invocation = check_invocation(gateway, stand_in, path, **KEYS)
        name, qualifier = TARGETS[target]
        # A version or alias stands behind the name or in the query: both are the Invoke API.
        assert (invocation.function, invocation.qualifier) in [
            (name, qualifier), (f"{name}:{qualifier}" if qualifier else name, None),
        ]


def test_a_session_token_is_sent_and_signed(start_gateway, stand_in):
    token = "IQoJb3JpZ2luX2VjEXAMPLE//////////+tests=="
    gateway = start_gateway(manifest(one_route()), AWS_SESSION_TOKEN=token)
    check_invocation(gateway, stand_in, **KEYS, token=token)


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_of_the_environment(start_gateway, stand_in, variable):
    gateway = start_gateway(manifest(one_route(), AwsRegion=None), **{variable: "ap-southeast-2"})
    check_invocation(gateway, stand_in, **KEYS, region="ap-southeast-2")


def test_the_manifests_region_comes_before_the_environments(start_gateway, stand_in):
    gateway = start_gateway(manifest(one_route()), AWS_REGION="ap-southeast-2")
    check_invocation(gateway, stand_in, **KEYS)


def test_a_profile_of_the_shared_files(start_gateway, stand_in, tmp_path):
    (tmp_path / "credentials").write_text(
        "# written by hand\n[default]\naws_access_key_id = WRONG\naws_secret_access_key = wrong\n\n"
        "[team]\naws_access_key_id=AKIDTEAM\naws_secret_access_key = team/secret+ \naws_session_token = team==\n"
    )
    (tmp_path / "config").write_text("[default]\nregion = us-east-1\n[profile team]\nregion = eu-west-3\n")
    gateway = start_gateway(
        manifest(one_route(), AwsRegion=None), credentials={}, AWS_PROFILE="team",
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"), AWS_CONFIG_FILE=str(tmp_path / "config"),
    )
    check_invocation(gateway, stand_in, key="AKIDTEAM", secret="team/secret+", token="team==", region="eu-west-3")


def test_the_endpoint_for_all_services(start_gateway, stand_in):
    gateway = start_gateway(manifest(one_route()), AWS_ENDPOINT_URL_LAMBDA="", AWS_ENDPOINT_URL=stand_in.url)
    check_invocation(gateway, stand_in, **KEYS)


@pytest.mark.parametrize("mode", ["buffered", "response_stream"])
def test_a_clock_that_is_wrong_is_put_right_by_aws(start_gateway, stand_in, mode):
    """AWS is an hour ahead and refuses what is signed more than five minutes off, as it does."""
    hour = datetime.timedelta(hours=1)
    records = streamed(lambda invocation: (line(item, statusCode=200, body="") for item in invocation.items))
    answer = records if mode == "response_stream" else echo

    def an_hour_ahead(invocation):
        there = datetime.datetime.now(datetime.timezone.utc) + hour
        sent = datetime.datetime.strptime(invocation.header("x-amz-date"), "%Y%m%dT%H%M%SZ")
        if abs(there - sent.replace(tzinfo=datetime.timezone.utc)) > datetime.timedelta(minutes=5):
            contents = b'{"message":"Signature expired"}'
            return Reply(raw=b"\r\n".join([
                b"HTTP/1.1 403 Forbidden", b"x-amzn-errortype: InvalidSignatureException",
                b"date: " + email.utils.format_datetime(there, usegmt=True).encode(),
                b"connection: close", b"content-length: %d" % len(contents), b"", contents]))
        return answer(invocation)

    stand_in.behave(an_hour_ahead)
    gateway = start_gateway(manifest({"/hello": {"get": route(size=1, wait_ms=0, invokeMode=mode)}}))
    assert [gateway.ask("GET", "/hello").status for _ in range(3)] == [200, 200, 200]
    dates = [invocation.header("x-amz-date") for invocation in stand_in.invocations]
    assert len(dates) == 4, "only the first was refused"
    first, second = (datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ") for date in dates[:2])
    assert hour - datetime.timedelta(minutes=1) < second - first < hour + datetime.timedelta(minutes=1)
