"""What gatehouse.py refuses, shown with a realm of the test's own: python3 -m unittest"""

import base64
import json
import logging
import threading
import time
import unittest
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gatehouse import TokenRefused, Verifier

KEY = Ed25519PrivateKey.generate()
FORGER = Ed25519PrivateKey.generate()
REVOKED = 9


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(header, claims, key=KEY):
    content = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    return content + "." + base64url(key.sign(content.encode()))


class Realm(BaseHTTPRequestHandler):
    """Publishes a key and status lists, good ones unless `change` makes something else of them."""

    change = None
    fetched = 0

    def do_GET(self):
        status, headers = 200, {}
        if self.path.endswith("/certs"):
            x = base64url(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
            body = json.dumps({"keys": [{"kty": "RSA", "kid": "r"}, {"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x}]})
        else:
            Realm.fetched += 1
            bits = bytearray(16384)
            bits[REVOKED // 8] |= 1 << REVOKED % 8
            answer = {
                "header": {"alg": "EdDSA", "typ": "statuslist+jwt", "kid": "k"},
                "claims": {"sub": f"http://{self.headers['Host']}{self.path}", "ttl": 15, "exp": time.time() + 300},
                "list": {"bits": 1, "lst": base64url(zlib.compress(bytes(bits)))},
                "key": KEY,
                "status": 200,
                "headers": {},
                "more": "",
            }
            if Realm.change:
                Realm.change(answer)
            claims = {**answer["claims"], "status_list": answer["list"]}
            body = signed(answer["header"], claims, answer["key"]) + answer["more"]
            status, headers = answer["status"], answer["headers"]
        self.send_response(status)
        for name, text in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


class VerifierTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        logging.disable(logging.WARNING)
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Realm)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.issuer = f"http://127.0.0.1:{cls.server.server_port}/realms/demo"

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        Realm.change, Realm.fetched = None, 0
        self.verifier = Verifier(self.issuer, "orders")

    def token(self, header=(), key=KEY, **changed):
        claims = {
            "iss": self.issuer,
            "aud": ["orders"],
            "sub": "agent",
            "jti": "1",
            "exp": time.time() + 60,
            "scope": "orders.read orders.write",
            "status": self.place(8),
            **changed,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return signed({"alg": "EdDSA", "typ": "at+jwt", "kid": "k", **dict(header)}, claims, key)

    def place(self, idx, below="/gatehouse/v1/status-lists/5"):
        return {"status_list": {"idx": idx, "uri": self.issuer + below}}

    def refused(self, token, scope=None):
        with self.assertRaises(TokenRefused) as raised:
            self.verifier.verify(token, scope)
        return raised.exception.status

    def test_good_tokens_pass_and_a_list_is_fetched_once(self):
        for token in (self.token(), self.token(aud="orders"), self.token({"alg": "Ed25519"})):
            self.assertEqual(self.verifier.verify(token, "orders.read")["sub"], "agent")
        self.assertEqual(Realm.fetched, 1)

    def test_missing_scope_is_403(self):
        self.assertEqual(self.refused(self.token(), "orders"), 403)
        self.assertEqual(self.refused(self.token(scope=None), "orders.read"), 403)

    def test_revoked_token_is_refused(self):
        self.assertEqual(self.refused(self.token(status=self.place(REVOKED))), 401)

    def test_token_that_is_not_good_is_refused(self):
        for what, token in {
            "issuer": self.token(iss="http://127.0.0.1/realms/demo"),
            "audience": self.token(aud=["orders2"]),
            "no audience": self.token(aud=None),
            "no service in particular": self.token(target_service="any"),
            "no subject": self.token(sub=None),
            "no id": self.token(jti=None),
            "expired": self.token(exp=time.time()),
            "no expiry": self.token(exp=None),
            "expiry is no number": self.token(exp="9999999999"),
            "endless": self.token(exp=float("inf")),
            "not yet": self.token(nbf=time.time() + 60),
            "bound to a key": self.token(cnf={"jkt": "x"}),
            "no status": self.token(status=None),
            "status of another kind": self.token(status=["x"]),
            "place beyond the list": self.token(status=self.place(131072)),
            "place before the list": self.token(status=self.place(-1)),
            "place is no number": self.token(status=self.place(True)),
            "list of somebody else": self.token(status={"status_list": {"idx": 1, "uri": "http://127.0.0.1:9/x"}}),
            "list at another host": self.token(status=self.place(1, "@127.0.0.1/x")),
            "list further up": self.token(status=self.place(1, "/../x")),
            "list with a query": self.token(status=self.place(1, "/x?y")),
            "signed by somebody else": self.token(key=FORGER),
            "unknown key": self.token({"kid": "x"}),
            "key is no text": self.token({"kid": ["k"]}),
            "algorithm": self.token({"alg": "HS256"}),
            "no algorithm": self.token({"alg": "none"}),
            "type": self.token({"typ": "JWT"}),
            "crit": self.token({"crit": ["exp"]}),
            "line break": self.token() + "\n",
            "too long": "A" * 8193,
            "nested": base64url(b"[" * 5000) + ".e30.AA",
        }.items():
            with self.subTest(what):
                self.assertEqual(self.refused(token), 401)

    def test_list_that_is_not_good_is_not_believed(self):
        for what, change in {
            "forged": lambda a: a.update(key=FORGER),
            "another list": lambda a: a["claims"].update(sub=self.issuer + "/gatehouse/v1/status-lists/6"),
            "type": lambda a: a["header"].update(typ="at+jwt"),
            "expired": lambda a: a["claims"].update(exp=time.time()),
            "no ttl": lambda a: a["claims"].update(ttl=0),
            "two bits a token": lambda a: a["list"].update(bits=2),
            "unpacks to too much": lambda a: a["list"].update(lst=base64url(zlib.compress(bytes(1 << 20)))),
            "cut off": lambda a: a["list"].update(lst=a["list"]["lst"][:-8]),
            "too long": lambda a: a.update(more="A" * (256 * 1024)),
            "not there": lambda a: a.update(status=404),
            "too many requests": lambda a: a.update(status=429),
            "elsewhere": lambda a: a.update(status=302, headers={"Location": self.issuer + "/gatehouse/v1/status-lists/7"}),
        }.items():
            with self.subTest(what):
                Realm.change = staticmethod(change)
                self.verifier = Verifier(self.issuer, "orders")
                self.assertEqual([self.refused(self.token()), self.refused(self.token())], [503, 503])


if __name__ == "__main__":
    unittest.main()
