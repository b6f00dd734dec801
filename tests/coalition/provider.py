"""A small identity provider that really speaks OpenID Connect, on this machine."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "platform", "between the two of us"


class Provider(ThreadingHTTPServer):
    """Confirms whoever `said` names; checks the code, the secret and the proof key as it should."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.said: dict[str, object] = {}
        self.begun: dict[str, dict[str, str]] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def metadata(self) -> dict[str, object]:
        places = {
            "authorization_endpoint": "authorize", "token_endpoint": "token",
            "userinfo_endpoint": "userinfo", "jwks_uri": "keys",
        }  # fmt: skip
        return {
            "issuer": self.url,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{name: f"{self.url}/{path}" for name, path in places.items()},
        }

    def keys(self) -> dict[str, object]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def token(self, form: dict[str, str]) -> dict[str, object] | None:
        begun = self.begun.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof_text = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            begun is None
            or begun["code_challenge"] != proof_text
            or begun["redirect_uri"] != form.get("redirect_uri")
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.said}
        signed = jwt.encode(claims, self.key, "RS256", headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


class Asked(BaseHTTPRequestHandler):
    """One question to the provider."""

    server: Provider

    def log_message(self, *_args: object) -> None:
        pass

    def tell(self, what: dict[str, object] | None) -> None:
        body = json.dumps(what or {"error": "invalid_grant"}).encode()
        self.send_response(200 if what else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(asked.query).items()}
            code = secrets.token_urlsafe(8)
            self.server.begun[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif asked.path == "/userinfo":
            self.tell(self.server.said)
        else:
            self.tell(self.server.keys() if asked.path == "/keys" else self.server.metadata())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.tell(self.server.token({name: values[0] for name, values in parse_qs(body).items()}))
