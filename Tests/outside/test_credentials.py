"""Which credentials a program gets: smug and botocore, in the same home with the same variables.

smug reads a manifest from S3 with what it finds, and botocore says what it finds itself: both must be the same keys. STS is
moto; the container's and the instance's endpoints are small servers that follow their documents: nothing without a token.
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys

import pytest

from aws_services import Services
from gateway import environment, manifest, route
from local_server import LocalServer, QuietHandler
from sign_on import Portal

MANIFEST = json.dumps(manifest({"/hello": {"get": route()}})).encode()
ROLE = "arn:aws:iam::123456789012:role/smug"
SECRET = "A-SECRET-THAT-NOBODY-MAY-SEE"
BOTOCORE = """
import botocore.session
found = botocore.session.get_session().get_credentials()
print(found.get_frozen_credentials().access_key if found else "none")
"""


def issued(key, **more):
    return {
        "AccessKeyId": key, "SecretAccessKey": SECRET, "Token": "token", "Expiration": "2099-01-01T00:00:00Z", **more
    }


class Metadata(LocalServer):
    """IMDSv2 and a container's endpoint on one port. `turned_off` answers 403 for tokens, as a disabled service does."""

    def __init__(self):
        metadata = self
        self.asked = []

        class Handler(QuietHandler):
            def do_PUT(self):
                metadata.asked.append(("PUT", self.path))
                if self.path != "/latest/api/token" or "x-aws-ec2-metadata-token-ttl-seconds" not in self.headers:
                    return self.answer(400)
                self.answer(200, "imds-token")

            def do_GET(self):
                metadata.asked.append(("GET", self.path))
                if self.path.startswith("/container"):
                    if self.headers.get("authorization") != metadata.container_token:
                        return self.answer(401, "{}")
                    return self.answer(200, json.dumps(issued("ASIACONTAINER")))
                if self.headers.get("x-aws-ec2-metadata-token") != "imds-token":
                    return self.answer(401)
                known = {
                    "/latest/meta-data/iam/security-credentials/": "my-role",
                    "/latest/meta-data/iam/security-credentials/my-role": json.dumps(issued("ASIAINSTANCE", Code="Success")),
                    "/latest/meta-data/placement/region": "eu-central-1",
                }
                self.answer(200 if self.path in known else 404, known.get(self.path, ""))

        super().__init__(Handler)
        self.container_token = None


@pytest.fixture(scope="module")
def services():
    with Services() as running:
        running.put("configs", "k", MANIFEST)
        yield running


@pytest.fixture
def metadata():
    with Metadata() as running:
        yield running


class Home:
    """A home with shared files, and the variables that both programs get."""

    def __init__(self, path, services, metadata, smug):
        self.path, self.services, self.metadata, self.smug = path, services, metadata, smug
        (path / ".aws").mkdir()
        self.variables = {
            "AWS_ENDPOINT_URL": services.url, "AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata.url, "AWS_EC2_METADATA_DISABLED": "true",
            "http_proxy": "http://127.0.0.1:9", "no_proxy": "127.0.0.1",
        }

    def file(self, name, text, executable=False):
        path = self.path / name
        path.write_text(text)
        if executable:
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def run(self, *command):
        return subprocess.run(
            command, env=environment(self.path, **self.variables), capture_output=True, text=True, timeout=120
        )

    def smugs(self):
        """The access key that smug signed with, the region, and what it said."""
        self.services.requests.clear()
        result = self.run(self.smug, "check", "--config", "s3://configs/k")
        assert SECRET not in result.stdout + result.stderr
        signed = [
            headers["authorization"] for method, path, headers in self.services.requests
            if method == "GET" and path == "/configs/k"
        ]
        key = re.search("Credential=([^/]+)/", signed[-1])[1] if signed else "none"
        return key, result

    def botocores(self):
        result = self.run(sys.executable, "-c", BOTOCORE)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()


@pytest.fixture
def home(tmp_path, services, metadata, smug):
    return Home(tmp_path, services, metadata, smug)


KEYS = f"aws_secret_access_key = {SECRET}\n"
PROCESS = f"""#!/bin/sh
echo '{{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "{SECRET}", "SessionToken": "t",
"Expiration": "2099-01-01T00:00:00+01:00"}}'
"""


def with_environment(home):
    home.variables.update(AWS_ACCESS_KEY_ID="AKIDENVIRONMENT", AWS_SECRET_ACCESS_KEY=SECRET)


def with_credentials_file(home):
    home.file(".aws/credentials", f"[default]\naws_access_key_id = AKIDFILE\n{KEYS}")


def with_config_file(home):
    home.file(".aws/config", f"[default]\naws_access_key_id = AKIDCONFIG\n{KEYS}")


def with_profile(home):
    home.file(".aws/credentials", f"[default]\naws_access_key_id = WRONG\n{KEYS}[team]\naws_access_key_id = AKIDTEAM\n{KEYS}")
    home.variables["AWS_PROFILE"] = "team"


def with_process(home):
    program = home.file("a program", PROCESS, executable=True)
    home.file(".aws/config", f"[default]\ncredential_process = '{program}' --quietly\n")


def with_process_and_config_keys(home):
    program = home.file("program", PROCESS, executable=True)
    home.file(".aws/config", f"[default]\ncredential_process = {program}\naws_access_key_id = AKIDCONFIG\n{KEYS}")


def with_process_and_credentials_keys(home):
    with_process(home)
    with_credentials_file(home)


def with_container(home):
    home.metadata.container_token = "Basic token"
    home.variables.update(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=f"{home.metadata.url}/container?x=1",
        AWS_CONTAINER_AUTHORIZATION_TOKEN="Basic token",
    )


def with_pod_identity(home):
    home.metadata.container_token = "jwt-of-the-pod"
    home.variables.update(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=f"{home.metadata.url}/container",
        AWS_CONTAINER_AUTHORIZATION_TOKEN="wrong",
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=home.file("token", "jwt-of-the-pod"),
    )


def with_container_and_instance(home):
    with_container(home)
    home.variables["AWS_EC2_METADATA_DISABLED"] = "false"


def with_instance(home):
    home.variables["AWS_EC2_METADATA_DISABLED"] = "false"


def with_file_and_container(home):
    with_credentials_file(home)
    with_container(home)


def with_nothing(home):
    pass


SAME_KEY = [
    (with_environment, "AKIDENVIRONMENT"), (with_credentials_file, "AKIDFILE"), (with_config_file, "AKIDCONFIG"),
    (with_profile, "AKIDTEAM"), (with_process, "ASIAPROCESS"), (with_process_and_config_keys, "ASIAPROCESS"),
    (with_process_and_credentials_keys, "AKIDFILE"), (with_container, "ASIACONTAINER"),
    (with_pod_identity, "ASIACONTAINER"), (with_container_and_instance, "ASIACONTAINER"),
    (with_instance, "ASIAINSTANCE"), (with_file_and_container, "AKIDFILE"), (with_nothing, "none"),
]


@pytest.mark.parametrize("arrange, key", SAME_KEY, ids=[arrange.__name__ for arrange, _ in SAME_KEY])
def test_smug_finds_what_botocore_finds(home, arrange, key):
    arrange(home)
    found, result = home.smugs()
    assert found == key == home.botocores(), result.stderr
    assert result.returncode == (1 if key == "none" else 0), result.stderr


def with_role(home):
    home.file(".aws/credentials", f"[base]\naws_access_key_id = AKIDBASE\n{KEYS}")
    home.file(".aws/config", f"[default]\nrole_arn = {ROLE}\nsource_profile = base\nexternal_id = a b&c\nrole_session_name = me\n")


def with_role_chain(home):
    home.file(
        ".aws/config",
        f"[default]\nrole_arn = {ROLE}\nsource_profile = middle\n"
        f"[profile middle]\nrole_arn = {ROLE}-inner\nsource_profile = middle\naws_access_key_id = AKIDMIDDLE\n{KEYS}",
    )


def with_role_of_the_environment(home):
    with_environment(home)
    home.variables["AWS_PROFILE"] = "role"
    home.variables.update(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    with_container(home)
    home.file(".aws/config", f"[profile role]\nrole_arn = {ROLE}\ncredential_source = EcsContainer\n")


def with_role_of_the_instance(home):
    with_instance(home)
    home.file(".aws/config", f"[default]\nrole_arn = {ROLE}\ncredential_source = Ec2InstanceMetadata\n")


def with_web_identity(home):
    home.variables.update(
        AWS_WEB_IDENTITY_TOKEN_FILE=home.file("token", "jwt-of-eks"), AWS_ROLE_ARN=ROLE, AWS_ROLE_SESSION_NAME="pod"
    )


def with_web_identity_profile(home):
    token = home.file("token", "jwt-of-eks")
    home.file(".aws/config", f"[default]\nrole_arn = {ROLE}\nweb_identity_token_file = {token}\n")


def with_web_identity_and_keys(home):
    with_web_identity(home)
    with_credentials_file(home)


ROLES = [
    (with_role, "AKIDBASE"), (with_role_chain, "AKIDMIDDLE"), (with_role_of_the_environment, "ASIACONTAINER"),
    (with_role_of_the_instance, "ASIAINSTANCE"), (with_web_identity, None), (with_web_identity_profile, None),
    (with_web_identity_and_keys, None),
]


@pytest.mark.parametrize("arrange, signer", ROLES, ids=[arrange.__name__ for arrange, _ in ROLES])
def test_a_role_is_taken_as_botocore_takes_it(home, services, arrange, signer):
    arrange(home)

    def asked():
        calls = [(path, headers.get("authorization")) for method, path, headers in services.requests if method == "POST"]
        return [re.search("Credential=([^/]+)/", sent)[1] if sent else None for _, sent in calls]

    found, result = home.smugs()
    assert result.returncode == 0, result.stderr
    assert found.startswith("ASIA"), found
    ours = asked()
    services.requests.clear()
    assert home.botocores().startswith("ASIA")
    assert ours == asked() == [signer]


SESSION = """[default]
sso_session = work
sso_account_id = 123456789012
sso_role_name = reader
[sso-session work]
sso_start_url = https://work.awsapps.com/start
sso_region = eu-west-1
"""
LEGACY = """[default]
sso_start_url = https://work.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = reader
"""


@pytest.fixture
def portal(home):
    with Portal() as running:
        home.variables.update(AWS_ENDPOINT_URL_SSO=running.url, AWS_ENDPOINT_URL_SSO_OIDC=running.url)
        yield running


@pytest.mark.parametrize("config, name", [(SESSION, "work"), (LEGACY, "https://work.awsapps.com/start")])
def test_a_sign_in_buys_the_roles_keys(home, portal, config, name):
    home.file(".aws/config", config)
    portal.sign_in(home.path, name, hours=4)
    found, result = home.smugs()
    assert found == "ASIASSO" == home.botocores(), result.stderr
    ours, botocores = portal.asked
    assert ours == botocores == ("GET", "/federation/credentials", {"role_name": ["reader"], "account_id": ["123456789012"]})


def test_a_role_is_taken_with_a_sign_in(home, portal, services):
    home.file(".aws/config", SESSION.replace("default", "profile person") + f"[default]\nrole_arn = {ROLE}\nsource_profile = person\n")
    portal.sign_in(home.path, "work", hours=4)
    found, result = home.smugs()
    assert found.startswith("ASIA") and found != "ASIASSO", result.stderr


@pytest.mark.parametrize("first", ["smug", "botocore"])
def test_a_sign_in_near_its_end_is_renewed_for_both(home, portal, first):
    """Whoever comes first renews it; the other one takes what it left, and renews nothing."""
    home.file(".aws/config", SESSION)
    path = portal.sign_in(home.path, "work", hours=0.1)
    both = [lambda: home.smugs()[0], home.botocores]
    for find in both if first == "smug" else reversed(both):
        assert find() == "ASIASSO"
    assert [request[:2] for request in portal.asked] == [
        ("POST", "/token"), ("GET", "/federation/credentials"), ("GET", "/federation/credentials")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("hours, taken", [(None, True), (-1, True), (4, False)])
def test_who_has_to_sign_in_again_is_told_how(home, portal, hours, taken):
    home.file(".aws/config", SESSION)
    if hours is not None:
        portal.sign_in(home.path, "work", hours=hours, renews=False)
    portal.token = portal.token if taken else "another"
    key, result = home.smugs()
    assert key == "none" and result.returncode == 1
    assert "run `aws sso login --profile default`" in result.stderr, result.stderr


FAULTS = [
    ("[default]\nrole_arn = r\n", "role_arn"),
    ("[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nrole_arn = r\nsource_profile = default\n", "goes round"),
    ("[default]\nrole_arn = r\nsource_profile = b\nmfa_serial = m\n[profile b]\naws_access_key_id = k\n" + KEYS, "mfa_serial"),
    ("[default]\nsso_session = s\n", "single sign-on"),
    ("[default]\nsso_account_id = 1\nsso_role_name = r\nsso_session = s\n", "no [sso-session s]"),
    ("[default]\ncredential_process = /no/such/program\n", "/no/such/program"),
    (f"[default]\ncredential_process = sh -c 'echo {SECRET}; echo {SECRET} >&2; exit 7'\n", "exit status 7"),
    (f"[default]\ncredential_process = echo {SECRET}\n", "JSON"),
    (f"[default]\naws_access_key_id = k\n{KEYS.rstrip()} x\n", "aws_secret_access_key"),
]


@pytest.mark.parametrize("config, says", FAULTS)
def test_a_profile_that_cannot_be_used_is_said_without_a_secret(home, config, says):
    home.file(".aws/config", config)
    key, result = home.smugs()
    assert key == "none" and result.returncode == 1
    assert says in result.stderr, result.stderr
    assert len(result.stderr.splitlines()) == 2


def test_a_container_whose_token_is_wrong(home):
    with_container(home)
    home.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = SECRET
    key, result = home.smugs()
    assert key == "none" and "HTTP 401" in result.stderr, result.stderr


def test_the_region_is_the_instances_where_nothing_else_names_one(home, services):
    with_instance(home)
    del home.variables["AWS_REGION"], home.variables["AWS_DEFAULT_REGION"]
    key, result = home.smugs()
    assert result.returncode == 0, result.stderr
    assert "/eu-central-1/s3/aws4_request" in services.requests[-1][2]["authorization"]
