"""A service whose calls need scopes: GET /orders needs orders.read, DELETE /orders/<id> needs orders.write."""

import json
import logging
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gatehouse import TokenRefused, Verifier

ISSUER = os.environ.get("ISSUER", "http://127.0.0.1:8080/realms/demo")
PORT = int(os.environ.get("PORT", "8932"))
MAX_STATUS_AGE_SECONDS = float(os.environ.get("MAX_STATUS_AGE_SECONDS", "60"))

orders = {"1": {"id": "1", "item": "Lamp"}, "2": {"id": "2", "item": "Chair"}}


class Orders(BaseHTTPRequestHandler):
    timeout = 30

    def do_GET(self):
        if self.path != "/orders":
            self.answer(404, {"error": "not_found"})
        elif self.is_allowed("orders.read"):
            self.answer(200, list(orders.values()))

    def do_DELETE(self):
        order = re.fullmatch(r"/orders/([0-9]{1,9})", self.path)
        if not order:
            self.answer(404, {"error": "not_found"})
        elif self.is_allowed("orders.write"):
            gone = orders.pop(order.group(1), None)
            self.answer(200 if gone else 404, gone or {"error": "not_found"})

    def is_allowed(self, scope):
        """Whether the caller's token is good for the scope; if not, it is answered here."""
        headers = self.headers.get_all("Authorization", [])
        token = re.fullmatch(r"Bearer ([^\s]+)", headers[0], re.IGNORECASE) if len(headers) == 1 else None
        if not token:
            self.answer(401, {"error": "unauthorized"}, ("WWW-Authenticate", "Bearer"))
            return False
        try:
            claims = verifier.verify(token.group(1), scope)
        except TokenRefused as refused:
            if refused.status == 503:
                self.answer(503, {"error": refused.error}, ("Retry-After", "1"))
            else:
                needed = f', scope="{scope}"' if refused.status == 403 else ""
                self.answer(
                    refused.status,
                    {"error": refused.error},
                    ("WWW-Authenticate", f'Bearer error="{refused.error}"{needed}'),
                )
            return False
        logging.info("%s calls %s %s", claims["sub"], self.command, self.path)
        return True

    def answer(self, status, value, *headers):
        body = (json.dumps(value) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing: what counts is logged above."""


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    with ThreadingHTTPServer(("127.0.0.1", PORT), Orders) as server:
        audience = os.environ.get("AUDIENCE") or f"http://127.0.0.1:{server.server_port}"
        verifier = Verifier(ISSUER, audience, MAX_STATUS_AGE_SECONDS)
        print(audience, flush=True)
        server.serve_forever()
