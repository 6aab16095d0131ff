"""TLS of the gateway, with what users have: OpenSSL's and Python's clients, and curl."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import threading

import pytest

from certificates import Authority
from gateway import CREDENTIALS, Gateway, environment, manifest, route
from test_reload import Load, wait_for


@pytest.fixture(scope="module")
def authority():
    return Authority()


def document(generation=1, admin=True, tls=None, **settings):
    paths = {
        "/moved": {"get": route(target=f"g-{generation}", size=4, wait_ms=2)},
        "/kept": {"get": route(target="kept", size=4, wait_ms=2)},
        "/large": {"post": route(target="kept", size=1)},
    }
    tls = {"CertificateFile": "tls.crt", "KeyFile": "tls.key", **(tls or {})}
    if admin:
        settings["AdminAddr"] = "127.0.0.1:0"
    return json.dumps(manifest(paths, Tls=tls, **settings))


@pytest.fixture
def start(smug, stand_in, tmp_path, authority):
    """Starts gateways with a certificate that lies beside their manifest."""
    from test_reload import named

    running = []

    def start(pair=None, text=None, preface=b"", **variables):
        location = tmp_path / "gateway.yaml"
        if not location.exists():
            (pair or authority.issue(serial=0xA1)).write(tmp_path)
            location.write_text(text or document())
        variables = {"AWS_ENDPOINT_URL_LAMBDA": stand_in.url, **CREDENTIALS, **variables}
        gateway = Gateway(
            smug, location, environment(tmp_path, **variables), preface=preface,
            tls=authority.client())
        running.append(gateway)
        return gateway

    stand_in.behave(named)
    yield start
    for gateway in running:
        assert gateway.stop() == 0, gateway.said()


@pytest.fixture
def roots(tmp_path, authority):
    path = tmp_path / "authority.pem"
    path.write_bytes(authority.pem)
    return str(path)


def s_client(gateway, *arguments, says=b"", seconds=20):
    """What OpenSSL's client says of a connection."""
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"{gateway.host}:{gateway.port}", *arguments],
        input=says, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds,
    )
    return done.stdout.decode(errors="replace")


def metrics(gateway):
    address = gateway.wait_for_event("admin_listening")["address"]
    text = subprocess.run(
        ["curl", "-fsS", f"http://{address}/metrics"], check=True, capture_output=True, text=True, timeout=120
    ).stdout
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def shown_serial(gateway, authority):
    context = authority.client()
    with socket.create_connection((gateway.host, int(gateway.port)), 20) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secured:
            return int(secured.getpeercert()["serialNumber"], 16)


# MARK: what is spoken


@pytest.mark.parametrize("version", ["tls1_2", "tls1_3"])
def test_X_19a_both_versions_with_the_whole_chain(start, roots, version):
    said = s_client(start(), f"-{version}", "-CAfile", roots, "-verify_return_error", "-showcerts")
    assert "Verify return code: 0 (ok)" in said, said
    assert said.count("-----BEGIN CERTIFICATE-----") == 2
    assert re.search(r"Cipher is (ECDHE-ECDSA-AES\d+-GCM|ECDHE-ECDSA-CHACHA20|TLS_)", said), said


@pytest.mark.parametrize("arguments", [
    ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"],
    ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
])
def test_what_is_too_weak_is_refused(start, arguments):
    said = s_client(start(), *arguments)
    assert "Cipher is (NONE)" in said, said


def test_only_the_newest_version_where_the_manifest_says_so(start):
    gateway = start(text=document(tls={"MinVersion": "TLSv1.3"}))
    assert "protocol version" in s_client(gateway, "-tls1_2")
    assert "Cipher is TLS_" in s_client(gateway, "-tls1_3")
    assert metrics(gateway)['smug_tls_handshake_failures_total{reason="version"}'] == "1"


def test_the_application_protocol(start):
    gateway = start()
    assert "ALPN protocol: http/1.1" in s_client(gateway, "-alpn", "spdy/3,http/1.1")
    assert "No ALPN negotiated" in s_client(gateway)
    said = s_client(gateway, "-alpn", "spdy/3")
    assert "no application protocol" in said, said
    assert metrics(gateway)['smug_tls_handshake_failures_total{reason="application_protocol"}'] == "1"


def test_http2_by_its_protocol_name(start, roots):
    gateway = start()
    assert "ALPN protocol: h2" in s_client(gateway, "-alpn", "http/1.1,h2")
    for asked, version in [("--http2", "2"), ("--http1.1", "1.1")]:
        done = subprocess.run(
            ["curl", "-sS", "--cacert", roots, asked, "-o", "/dev/null", "-w", "%{http_version} %{http_code}",
             f"https://localhost:{gateway.port}/healthz"],
            capture_output=True, text=True, timeout=120,
        )
        assert done.stdout == f"{version} 200", done


def test_renegotiation_is_refused(start):
    said = s_client(start(), "-tls1_2", says=b"R\n")
    assert "no renegotiation" in said, said


@pytest.mark.parametrize("version", ["tls1_2", "tls1_3"])
def test_sessions_are_resumed_also_after_a_new_certificate(start, tmp_path, authority, version):
    gateway = start()
    request = b"GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    ticket = str(tmp_path / "session")
    first = s_client(gateway, f"-{version}", "-ign_eof", "-sess_out", ticket, says=request)
    assert "\nNew, " in first and "200 OK" in first, first
    authority.issue(serial=0xB2).write(tmp_path)
    wait_for(gateway, "certificate_renewed", 1)
    second = s_client(gateway, f"-{version}", "-ign_eof", "-sess_in", ticket, says=request)
    assert "\nReused, " in second and "200 OK" in second, second
    name = "TLSv1.2" if version == "tls1_2" else "TLSv1.3"
    assert metrics(gateway)[f'smug_tls_handshakes_total{{version="{name}",resumed="true"}}'] == "1"


def test_a_client_that_hides_the_end_is_noticed_and_the_gateway_says_its_own(start, authority):
    gateway = start()
    with socket.create_connection((gateway.host, int(gateway.port)), 20) as plain:
        # Python raises where a connection ends without close_notify.
        with authority.client().wrap_socket(
            plain, server_hostname="localhost", suppress_ragged_eofs=False
        ) as secured:
            secured.sendall(b"GET /kept HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            said = b""
            while part := secured.recv(65536):
                said += part
    assert said.endswith(b"kept")


# MARK: what goes over it


def test_curl_and_large_bodies(start, roots, tmp_path):
    gateway = start()
    (tmp_path / "body").write_bytes(os.urandom(700_000))
    done = subprocess.run(
        ["curl", "-sS", "--cacert", roots, "-w", "%{http_code} %{http_version} %{num_connects}\n",
         f"https://localhost:{gateway.port}/kept", f"https://localhost:{gateway.port}/moved",
         "--next", "-sS", "--cacert", roots, "-o", "/dev/null", "-w", "%{http_code}\n",
         "--data-binary", f"@{tmp_path / 'body'}", f"https://localhost:{gateway.port}/large"],
        capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == 0, done
    assert re.fullmatch(r"kept200 [12](\.1)? 1\ng-1200 [12](\.1)? 0\n200\n", done.stdout), done


def test_events_tell_of_https(start, stand_in):
    gateway = start()
    assert gateway.ask("GET", "/kept", [("x-forwarded-proto", "http")]).status == 200
    [event] = [item for invocation in stand_in.invocations for item in invocation.items][-1:]
    assert event["headers"]["x-forwarded-proto"] == "https"


def test_the_proxy_protocol_comes_before_tls(start, stand_in):
    gateway = start(
        text=document(ProxyProtocol="on"), preface=b"PROXY TCP4 192.0.2.7 192.0.2.8 1234 443\r\n")
    assert gateway.ask("GET", "/kept").status == 200
    [event] = [item for invocation in stand_in.invocations for item in invocation.items][-1:]
    assert event["requestContext"]["http"]["sourceIp"] == "192.0.2.7"


def test_clear_text_is_told_what_this_port_speaks(start):
    gateway = start()
    done = subprocess.run(
        ["curl", "-sS", "-i", f"http://127.0.0.1:{gateway.port}/kept"],
        capture_output=True, text=True, timeout=120,
    )
    assert "HTTP/1.1 400" in done.stdout and "HTTPS" in done.stdout, done
    assert metrics(gateway)['smug_tls_handshake_failures_total{reason="not_tls"}'] == "1"


def test_who_does_not_finish_the_handshake_is_left(start):
    gateway = start(text=document(tls={"HandshakeTimeoutMs": 1500}))
    with socket.create_connection((gateway.host, int(gateway.port)), 20) as plain:
        plain.sendall(b"\x16\x03\x01")
        assert plain.recv(100) == b""
    assert metrics(gateway)['smug_tls_handshake_failures_total{reason="timeout"}'] == "1"


def test_a_handshake_without_an_end_meets_its_limit(start):
    gateway = start()
    assert metrics(gateway)['smug_limit{name="max_tls_handshake_bytes"}'] == "65536"
    assert metrics(gateway)['smug_limit{name="max_tls_unasked_bytes"}'] == "65536"
    # A ClientHello of 128 KiB that begins, in records of 16 KiB.
    record = b"\x16\x03\x01\x40\x00"
    hello = record + b"\x01\x01\xff\x00" + b"\x03" * (0x4000 - 4) + 4 * (record + b"\x03" * 0x4000)
    with socket.create_connection((gateway.host, int(gateway.port)), 20) as plain:
        try:
            plain.sendall(hello)
            while plain.recv(100):
                pass
        except ConnectionError:
            pass  # what is still sent overtakes the end
    seen = metrics(gateway)
    assert seen['smug_limit_refusals_total{name="max_tls_handshake_bytes"}'] == "1"
    assert seen['smug_limit_refusals_total{name="max_tls_unasked_bytes"}'] == "0"
    assert seen['smug_tls_handshake_failures_total{reason="too_large"}'] == "1"


# MARK: files


def written(directory, pair):
    pair.write(directory)


def renamed(directory, pair):
    pair.write(directory, "new.crt", "new.key")
    os.replace(directory / "new.crt", directory / "tls.crt")
    os.replace(directory / "new.key", directory / "tls.key")


def swapped(directory, pair):
    """As Kubernetes does it."""
    inside = directory / f"..{pair.serial}"
    inside.mkdir()
    pair.write(inside)
    link = directory / f"..data.{pair.serial}"
    link.symlink_to(inside.name)
    os.replace(link, directory / "..data")


@pytest.mark.parametrize("change", [renamed, written, swapped], ids=lambda change: change.__name__)
def test_no_request_is_lost_while_certificates_change(start, tmp_path, authority, change):
    if change is swapped:
        swapped(tmp_path, authority.issue(serial=1))
        for name in ("tls.crt", "tls.key"):
            (tmp_path / name).symlink_to(f"..data/{name}")
        (tmp_path / "gateway.yaml").write_text(document())
    gateway = start(pair=authority.issue(serial=1))
    assert shown_serial(gateway, authority) == 1
    over = threading.Event()
    lost = []

    def come_and_go():
        """Callers of one request each: their handshakes fall into every moment of a change."""
        while not over.is_set():
            try:
                if (answer := gateway.ask("GET", "/kept")).status != 200:
                    lost.append(answer)
            except Exception as error:  # noqa: BLE001
                lost.append(repr(error))

    others = [threading.Thread(target=come_and_go) for _ in range(2)]
    for thread in others:
        thread.start()
    with Load(gateway, [1]) as load:
        for serial in range(2, 8):
            change(tmp_path, authority.issue(serial=serial))
            line = wait_for(gateway, "certificate_renewed", serial - 1)[-1]
            assert int(line["serial"], 16) == serial
            assert shown_serial(gateway, authority) == serial
    over.set()
    for thread in others:
        thread.join(60)
    assert load.wrong == [], load.wrong[:3]
    assert lost == [], lost[:3]
    assert load.answers > 50


def test_a_broken_pair_changes_nothing_until_it_is_mended(start, tmp_path, authority):
    gateway = start()
    old = shown_serial(gateway, authority)
    other = authority.issue(serial=0xC3)
    (tmp_path / "tls.key").write_bytes(other.key)
    line = wait_for(gateway, "certificate_refused", 1)[-1]
    assert line["reason"].startswith("Tls.KeyFile holds another key than that of the certificate")
    assert shown_serial(gateway, authority) == old
    assert metrics(gateway)["smug_tls_certificate_refused"] == "1"
    (tmp_path / "tls.crt").unlink()
    line = wait_for(gateway, "certificate_refused", 2)[-1]
    assert "there is no" in line["reason"]
    assert shown_serial(gateway, authority) == old
    (tmp_path / "tls.crt").write_bytes(other.certificate)
    wait_for(gateway, "certificate_renewed", 1)
    assert shown_serial(gateway, authority) == 0xC3
    seen = metrics(gateway)
    assert seen["smug_tls_certificate_refused"] == "0"
    assert seen['smug_tls_certificate_reloads_total{result="adopted"}'] == "1"
    assert float(seen['smug_tls_certificate_reloads_total{result="refused"}']) >= 2


def test_a_signal_has_the_files_read_and_another_manifest_names_others(start, tmp_path, authority):
    gateway = start()
    authority.issue(serial=0xD4).write(tmp_path, "other.crt", "other.key")
    (tmp_path / "gateway.yaml").write_text(
        document(2, tls={"CertificateFile": "other.crt", "KeyFile": str(tmp_path / "other.key")}))
    gateway.process.send_signal(signal.SIGHUP)
    wait_for(gateway, "reloaded", 1)
    assert shown_serial(gateway, authority) == 0xD4
    assert gateway.ask("GET", "/moved").text == "g-2"
    # These are the files that are watched from now on.
    authority.issue(serial=0xE5).write(tmp_path, "other.crt", "other.key")
    end = threading.Event()
    for _ in range(1000):
        if shown_serial(gateway, authority) == 0xE5:
            break
        end.wait(0.02)
    assert shown_serial(gateway, authority) == 0xE5
    (tmp_path / "gateway.yaml").write_text(document(3, tls={"CertificateFile": "none.crt"}))
    line = wait_for(gateway, "reload_refused", 1)[-1]
    assert [problem["path"] for problem in line["first"]] == ["Tls.CertificateFile"]
    assert gateway.ask("GET", "/moved").text == "g-2"
    (tmp_path / "gateway.yaml").write_text(
        json.dumps(manifest({"/moved": {"get": route(target="g-4", size=1)}})))
    assert wait_for(gateway, "restart_needed", 1)[-1]["keys"] == ["AdminAddr", "Tls"]
    assert gateway.ask("GET", "/moved").text == "g-4"


def check(smug, directory, text):
    (directory / "checked.yaml").write_text(text)
    return subprocess.run(
        [smug, "check", "--config", "checked.yaml"], cwd=directory, env=environment(directory),
        capture_output=True, text=True, timeout=120,
    )


YAML = """ListenAddr: 127.0.0.1:0
Spec:
  paths:
    /a: { get: { x-target-lambda: f, x-smug: { maxWaitMs: 1, maxBatchSize: 1 } } }
Tls:
  CertificateFile: tls.crt
  KeyFile: tls.key
"""


def test_problems_of_the_files_have_their_place_in_the_manifest(smug, tmp_path, authority):
    pair = authority.issue()
    pair.write(tmp_path)
    assert (check(smug, tmp_path, YAML).returncode, check(smug, tmp_path, YAML).stderr) == (0, "")
    (tmp_path / "tls.key").unlink()
    done = check(smug, tmp_path, YAML)
    assert done.returncode == 1
    assert done.stderr == (
        "checked.yaml:7:12: Tls.KeyFile names no file: there is no tls.key\n    correct the path\n")
    (tmp_path / "tls.crt").write_text("no certificate")
    done = check(smug, tmp_path, YAML)
    assert "checked.yaml:7:12: Tls.KeyFile names no file" in done.stderr
    (tmp_path / "tls.key").write_bytes(pair.key)
    done = check(smug, tmp_path, YAML)
    assert done.stderr.startswith(
        "checked.yaml:6:20: Tls.CertificateFile holds no certificate in PEM\n    give the text from")
    (tmp_path / "tls.key").chmod(0)
    if os.geteuid() != 0:
        assert "permissions of tls.key" in check(smug, tmp_path, YAML).stderr


def test_a_gateway_does_not_begin_with_a_broken_pair(smug, tmp_path, authority):
    authority.issue().write(tmp_path)
    (tmp_path / "tls.key").write_bytes(authority.issue().key)
    (tmp_path / "gateway.yaml").write_text(YAML)
    done = subprocess.run(
        [smug, "gateway", "--config", "gateway.yaml"], cwd=tmp_path,
        env=environment(tmp_path, **CREDENTIALS), capture_output=True, text=True, timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("gateway.yaml:7:12: Tls.KeyFile holds another key than that of")


def test_a_certificate_near_its_end_is_served_with_a_warning(smug, start, tmp_path, authority):
    gateway = start(pair=authority.issue(days=3))
    line = gateway.wait_for_event("certificate")
    assert line["level"].lower() == "warn" and "expires within 3 days" in line["reason"], line
    assert line["names"] == ["localhost"]
    left = float(metrics(gateway)["smug_tls_certificate_expiry_seconds"])
    assert abs(left - __import__("time").time() - 3 * 86400) < 600
    done = check(smug, tmp_path, YAML)
    assert done.returncode == 0 and "expires within 3 days" in done.stderr
    authority.issue(days=-1).write(tmp_path)
    assert "has expired" in check(smug, tmp_path, YAML).stderr
