"""A manifest in S3: moto has the bucket, botocore judges the signatures."""

import http.server
import json
import subprocess
import threading

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from aws_services import Services
from gateway import CREDENTIALS, Gateway, environment, manifest, route

MANIFEST = json.dumps(manifest({"/hello": {"get": route()}})).encode()
KEYS = ["gateway.yaml", "a folder/gateway.yaml", "/x", "a/../b", "a%20b+c", "ü/~'(*)!;:@&=$,?#.yaml", "a//b/"]


@pytest.fixture(scope="module")
def services():
    with Services() as running:
        yield running


@pytest.fixture(autouse=True)
def empty(services):
    services.reset()


@pytest.fixture
def check(smug, services, tmp_path):
    def run(location, **variables):
        variables = {"AWS_ENDPOINT_URL_S3": services.url, "AWS_REGION": "eu-central-1", **CREDENTIALS, **variables}
        return subprocess.run(
            [smug, "check", "--config", location], env=environment(tmp_path, **variables), capture_output=True,
            text=True, timeout=60,
        )

    return run


def check_signature(url, request, token=None):
    method, path, headers = request
    authorization = headers["authorization"]
    signed = authorization.split("SignedHeaders=")[1].split(",")[0].split(";")
    judged = AWSRequest(method, url + path)
    for name in signed:
        judged.headers[name] = headers[name]
    judged.context["timestamp"] = headers["x-amz-date"]
    keys = Credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"], token)
    judge = S3SigV4Auth(keys, "s3", "eu-central-1")
    canonical = judge.canonical_request(judged)
    expected = judge.signature(judge.string_to_sign(judged, canonical), judged)
    assert authorization.endswith(f"Signature={expected}"), f"botocore's canonical request:\n{canonical}"


@pytest.mark.parametrize("key", KEYS)
def test_a_manifest_is_read_whatever_its_key(check, services, key):
    services.put("configs", key, MANIFEST)
    services.requests.clear()
    result = check(f"s3://configs/{key}")
    assert result.returncode == 0, result.stderr
    assert "/hello" in result.stdout
    check_signature(services.url, services.requests[-1])


def test_a_session_token_goes_with_the_request(check, services):
    services.put("configs", "k", MANIFEST)
    result = check("s3://configs/k", AWS_SESSION_TOKEN="token==")
    assert result.returncode == 0, result.stderr
    assert services.requests[-1][2]["x-amz-security-token"] == "token=="
    check_signature(services.url, services.requests[-1], "token==")


def test_the_bucket_stands_in_the_host_where_the_profile_says_so(check, services, tmp_path):
    services.put("configs", "k", MANIFEST)
    config = tmp_path / "config"
    config.write_text("[default]\ns3 =\n  addressing_style = virtual\n")
    port = services.url.rsplit(":", 1)[1]
    result = check(
        "s3://configs/k", AWS_CONFIG_FILE=str(config), AWS_ENDPOINT_URL_S3=f"http://s3.localhost:{port}",
    )
    if "resolve" in result.stderr:
        pytest.skip("this system does not resolve names under localhost")
    assert result.returncode == 0, result.stderr
    assert services.requests[-1][1] == "/k"
    assert services.requests[-1][2]["host"] == f"configs.s3.localhost:{port}"


@pytest.mark.parametrize("location, says", [
    ("s3://configs/other", "there is no object s3://configs/other"),
    ("s3://nowhere/k", "there is no bucket nowhere"),
])
def test_what_is_not_there_is_said(check, services, location, says):
    services.put("configs", "k", MANIFEST)
    result = check(location)
    assert result.returncode == 1
    assert says in result.stderr, result.stderr
    assert len(result.stderr.splitlines()) == 2


class Regional(http.server.BaseHTTPRequestHandler):
    """S3 as it answers who asks for a bucket of us-west-2 elsewhere; `serves` are the regions of its endpoint."""

    refusal, serves = None, ()

    def do_GET(self):
        asked = self.headers["authorization"].split("/")[2]
        if asked == "us-west-2" and asked in self.serves:
            return self.answer(200, MANIFEST)
        if asked not in self.serves:
            body = "<Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region>"
            return self.answer(400, f"<Error>{body}</Error>".encode())
        status, fields, body = self.refusal
        self.answer(status, f"<Error>{body}</Error>".encode(), **fields)

    def answer(self, status, body, **fields):
        self.send_response(status)
        for name, value in {**fields, "content-length": len(body)}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


REFUSALS = {
    "301": (301, {"x_amz_bucket_region": "us-west-2"}, "<Code>PermanentRedirect</Code>"),
    "307": (307, {"x_amz_bucket_region": "us-west-2"}, "<Code>TemporaryRedirect</Code>"),
    "400": (400, {}, "<Code>AuthorizationHeaderMalformed</Code><Region>us-west-2</Region>"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("serves", [("eu-central-1", "us-west-2"), ("eu-central-1",)], ids=["all", "one"])
def test_a_bucket_of_another_region_is_followed_or_named(check, refusal, serves):
    handler = type("Handler", (Regional,), {"refusal": REFUSALS[refusal], "serves": serves})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        result = check("s3://configs/k", AWS_ENDPOINT_URL_S3=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    if len(serves) == 2:
        assert result.returncode == 0, result.stderr
        return
    assert result.returncode == 1
    what, remedy = result.stderr.splitlines()
    assert "the bucket of s3://configs/k is in us-west-2 (" in what, what
    assert "AWS_REGION to us-west-2" in remedy and "AWS_ENDPOINT_URL_S3" in remedy, remedy


def test_a_manifest_with_faults_is_named_by_its_address(check, services):
    services.put("configs", "k.yaml", b"ListenAddr: 127.0.0.1:0\nSpeck: {}\n")
    result = check("s3://configs/k.yaml")
    assert result.returncode == 1
    assert "s3://configs/k.yaml" in result.stderr, result.stderr


def test_nobody_listens(check):
    result = check("s3://configs/k", AWS_ENDPOINT_URL_S3="http://127.0.0.1:9")
    assert result.returncode == 1
    assert "cannot read s3://configs/k" in result.stderr, result.stderr
    assert CREDENTIALS["AWS_SECRET_ACCESS_KEY"] not in result.stderr + result.stdout


def test_a_gateway_starts_from_s3(smug, services, stand_in, tmp_path):
    services.put("configs", "k", MANIFEST)
    variables = environment(
        tmp_path, AWS_ENDPOINT_URL_S3=services.url, AWS_ENDPOINT_URL_LAMBDA=stand_in.url, **CREDENTIALS
    )
    gateway = Gateway(smug, "s3://configs/k", variables)
    try:
        assert gateway.ask("GET", "/hello").status == 200
    finally:
        assert gateway.stop() == 0, gateway.said()
