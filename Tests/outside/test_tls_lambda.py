"""Lambda behind https, with an authority that nobody but the test knows."""

import pytest

import stand_in as lambda_
from certificates import Authority
from gateway import manifest, route, together
from stand_in import StandIn

PATHS = {
    "/hello": {"get": route(size=4, wait_ms=2)},
    "/streamed": {"get": route(size=2, wait_ms=2, invokeMode="response_stream")},
}


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def bundle(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("authority") / "bundle.pem"
    path.write_bytes(authority.pem)
    return str(path)


@pytest.fixture
def secured(authority, tmp_path):
    """Starts a Lambda that shows a certificate."""
    running = []

    def start(pair):
        pair.write(tmp_path)
        stand_in = StandIn(certificate=(tmp_path / "tls.crt", tmp_path / "tls.key")).__enter__()
        running.append(stand_in)
        return stand_in

    yield start
    for stand_in in running:
        stand_in.__exit__()


def test_invocations_go_over_few_connections_that_are_kept(start_gateway, secured, authority, bundle):
    stand_in = secured(authority.issue())
    gateway = start_gateway(
        manifest(PATHS), AWS_ENDPOINT_URL_LAMBDA=stand_in.url, AWS_CA_BUNDLE=bundle)
    callers = [gateway.caller() for _ in range(8)]
    for _ in range(20):
        assert {answer.status for answer in together(callers, lambda _, caller: caller.ask("GET", "/hello"))} == {200}
    for caller in callers:
        caller.__exit__()
    assert len(stand_in.invocations) >= 40
    assert stand_in.handshakes <= 16


def test_answers_stream(start_gateway, secured, authority, bundle):
    stand_in = secured(authority.issue())
    stand_in.behave(lambda_.streamed(lambda invocation: [
        lambda_.line(item, statusCode=200, body="streamed") for item in invocation.items]))
    gateway = start_gateway(
        manifest(PATHS), AWS_ENDPOINT_URL_LAMBDA=stand_in.url, AWS_CA_BUNDLE=bundle)
    for _ in range(3):
        assert gateway.ask("GET", "/streamed").text == "streamed"


@pytest.mark.parametrize("pair, trusted", [
    ("expired", True), ("unknown", True), ("good", False), ("localhost", True),
])
def test_nothing_is_sent_to_whom_nobody_vouches_for(start_gateway, secured, authority, bundle, pair, trusted):
    made = {
        "expired": lambda: authority.issue(days=-1), "unknown": lambda: Authority().issue(),
        "good": authority.issue, "localhost": lambda: authority.issue(addresses=()),
    }[pair]()
    stand_in = secured(made)
    variables = {"AWS_CA_BUNDLE": bundle} if trusted else {}
    gateway = start_gateway(manifest(PATHS), AWS_ENDPOINT_URL_LAMBDA=stand_in.url, **variables)
    answer = gateway.ask("GET", "/hello")
    assert answer.status == 502 or answer.status == 503, answer
    assert stand_in.invocations == []
    assert "not trusted" in gateway.wait_for_event("invocation_failed")["reason"]


def test_a_bundle_that_is_none_is_told_at_the_start(smug, tmp_path):
    import json
    import subprocess

    from gateway import CREDENTIALS, environment

    (tmp_path / "gateway.yaml").write_text(json.dumps(manifest(PATHS)))
    done = subprocess.run(
        [smug, "gateway", "--config", "gateway.yaml"], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env=environment(tmp_path, **CREDENTIALS, AWS_CA_BUNDLE="/no/such/file"),
    )
    assert done.returncode == 1
    assert "there is no file /no/such/file, which AWS_CA_BUNDLE names" in done.stderr, done
