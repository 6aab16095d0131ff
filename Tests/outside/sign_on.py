"""The portal of IAM Identity Center, and where its tokens are renewed, on one port of the loopback."""

import datetime
import hashlib
import json
import urllib.parse

from local_server import LocalServer, QuietHandler

URL = "https://work.awsapps.com/start"


def _time(hours):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Portal(LocalServer):
    """`asked` has method, path and query of each request that was answered well; `token` is the one that counts."""

    def __init__(self):
        portal = self
        self.asked = []
        self.token = "first"

        class Handler(QuietHandler):
            def do_GET(self):
                path, query = self.path.split("?")
                if self.headers.get("x-amz-sso_bearer_token") != portal.token or "authorization" in self.headers:
                    return self.tell(401, {"message": "Session token not found or invalid"}, "UnauthorizedException")
                portal.asked.append(("GET", path, urllib.parse.parse_qs(query)))
                self.tell(200, {"roleCredentials": {
                    "accessKeyId": "ASIASSO", "secretAccessKey": "A-SECRET-THAT-NOBODY-MAY-SEE", "sessionToken": "t",
                    "expiration": 4_000_000_000_000,
                }})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                expected = {"clientId": "id", "clientSecret": "cs", "grantType": "refresh_token", "refreshToken": portal.token}
                if body != expected:
                    return self.tell(400, {"error": "invalid_grant"}, "InvalidGrantException")
                portal.asked.append(("POST", self.path, {}))
                portal.token = "second"
                self.tell(200, {
                    "accessToken": "second", "tokenType": "Bearer", "expiresIn": 28800, "refreshToken": "second"})

            def tell(self, status, document, error=None):
                fields = {"x_amzn_errortype": error} if error else {}
                self.answer(status, json.dumps(document), content_type="application/json", **fields)

        super().__init__(Handler)

    def sign_in(self, home, name, hours, renews=True):
        """Leaves what `aws sso login` leaves: a file that is named after the session, or the URL without one."""
        token = {"startUrl": URL, "region": "eu-west-1", "accessToken": self.token, "expiresAt": _time(hours)}
        if renews:
            token |= {
                "clientId": "id", "clientSecret": "cs", "registrationExpiresAt": _time(1000),
                "refreshToken": self.token,
            }
        folder = home / ".aws/sso/cache"
        folder.mkdir(parents=True)
        path = folder / f"{hashlib.sha1(name.encode()).hexdigest()}.json"
        path.write_text(json.dumps(token))
        path.chmod(0o600)
        return path
