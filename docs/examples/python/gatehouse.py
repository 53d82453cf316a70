"""Verifies Gatehouse tokens offline: the realm's keys, and its status lists for what was revoked. No call to Keycloak for a token.

Needs Python 3.9 or newer and the package "cryptography", nothing else.
"""

import base64
import json
import logging
import re
import threading
import time
import urllib.request
import zlib
from collections import OrderedDict
from math import isfinite

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALGORITHMS = ("EdDSA", "Ed25519")
CLOCK_SKEW_SECONDS = 10  # for tokens that are not good yet; it prolongs none
TIMEOUT_SECONDS = 5
RETRY_SECONDS = 1
KEYS_MAX_AGE_SECONDS = 600
UNKNOWN_KEY_SECONDS = 10  # how often a kid that nobody knows may make this service fetch the keys
MAX_TOKEN_CHARS = 8 * 1024
MAX_ANSWER_BYTES = 256 * 1024
MAX_LIST_BYTES = 128 * 1024
MAX_LISTS = 256

log = logging.getLogger("gatehouse")


class TokenRefused(Exception):
    """A token that must not be acted upon: answer with `status` (401, 403, or 503 when nobody can tell now) and `error` (RFC 6750)."""

    def __init__(self, message, status=401, error="invalid_token"):
        super().__init__(message)
        self.status = status
        self.error = error


class Unavailable(TokenRefused):
    """The realm cannot be asked, and nobody else knows."""

    def __init__(self, message):
        super().__init__(message, 503, "temporarily_unavailable")


class Verifier:
    """One for the whole service; threads may share it.

    issuer: the realm, https://…/realms/…
    audience: the URL or client id of this service
    max_status_age_seconds: how old a status list may be that is acted upon; after that every token is refused
    """

    def __init__(self, issuer, audience, max_status_age_seconds=60):
        self._issuer = issuer
        self._audience = audience
        self._keys = _Keys(issuer + "/protocol/openid-connect/certs")
        self._statuses = _StatusLists(issuer, self._keys, max_status_age_seconds)

    def verify(self, token, scope=None):
        """The claims of a good token; raises TokenRefused for every other. `scope` is what this call needs, None for nothing."""
        if len(token) > MAX_TOKEN_CHARS:
            raise TokenRefused("The token is too long")
        claims = _signed(token, self._keys, "at+jwt")
        audiences = claims.get("aud")
        if claims.get("iss") != self._issuer:
            raise TokenRefused("The token is of another issuer")
        if self._audience not in (audiences if isinstance(audiences, list) else [audiences]):
            raise TokenRefused("The token is for another service")
        if claims.get("target_service") == "any":
            raise TokenRefused("The token is for no service in particular")
        if not (isinstance(claims.get("sub"), str) and isinstance(claims.get("jti"), str)):
            raise TokenRefused("The token says too little")
        if "cnf" in claims:
            raise TokenRefused("The token needs a proof of possession")
        self._statuses.require_not_revoked(claims.get("status"))
        scopes = claims.get("scope", "")
        if scope is not None and not (isinstance(scopes, str) and scope in scopes.split(" ")):
            raise TokenRefused(f"The token has not the scope {scope}", 403, "insufficient_scope")
        return claims


def _signed(token, keys, typ):
    """The claims of a JWT of this type that a key of the realm signed and whose time is now."""
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token, re.ASCII):
        raise TokenRefused("The token is no JWT")
    head, body, signature = token.split(".")
    header, claims = _object(head), _object(body)
    if header.get("alg") not in ALGORITHMS or header.get("typ") != typ or "crit" in header:
        raise TokenRefused("The token is of another kind")
    try:
        keys.of(header.get("kid")).verify(_bytes(signature), f"{head}.{body}".encode("ascii"))
    except InvalidSignature:
        raise TokenRefused("The signature is wrong") from None
    now, expires, begins = time.time(), claims.get("exp"), claims.get("nbf", 0)
    if not (_is_number(expires) and _is_number(begins) and begins - CLOCK_SKEW_SECONDS <= now < expires):
        raise TokenRefused("The token is expired, or not good yet")
    return claims


def _bytes(text):
    """Decodes base64url without padding; Python by itself lets pass what no encoder writes."""
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        value = b""
    if base64.urlsafe_b64encode(value).rstrip(b"=") != text.encode():
        raise TokenRefused("The token is no JWT")
    return value


def _object(text):
    try:
        value = json.loads(_bytes(text))
    except (ValueError, RecursionError):
        raise TokenRefused("The token is no JWT") from None
    if not isinstance(value, dict):
        raise TokenRefused("The token is no JWT")
    return value


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


class _Keys:
    """The realm's Ed25519 keys, fetched every ten minutes and when a token names one that is not known."""

    def __init__(self, url):
        self._url = url
        self._lock = threading.Lock()
        self._keys = {}
        self._fetched_at = self._tried_at = float("-inf")

    def of(self, kid):
        key = self._known(kid)
        if key is None:
            with self._lock:  # one fetch at a time; who asks for a known key does not wait
                key = self._known(kid)
                now = time.monotonic()
                wait = RETRY_SECONDS if self._is_old() else UNKNOWN_KEY_SECONDS
                if key is None and now - self._tried_at >= wait:
                    self._tried_at = now
                    self._fetch(now)
                    key = self._known(kid)
        if key is None:
            raise Unavailable("The realm's keys cannot be had") if self._is_old() else TokenRefused("Nobody known signed this")
        return key

    def _known(self, kid):
        return self._keys.get(kid) if isinstance(kid, str) and not self._is_old() else None

    def _is_old(self):
        return time.monotonic() - self._fetched_at >= KEYS_MAX_AGE_SECONDS

    def _fetch(self, now):
        try:
            keys = {}
            for key in json.loads(_get(self._url, "application/json"))["keys"]:
                if key.get("kty") == "OKP" and key.get("crv") == "Ed25519" and key.get("use", "sig") == "sig":
                    keys[key["kid"]] = Ed25519PublicKey.from_public_bytes(_bytes(key["x"]))
            self._keys, self._fetched_at = keys, now
        except Exception as error:  # whatever is wrong with the answer, there are no new keys
            log.warning("The keys at %s: %s", self._url, error)


class _StatusLists:
    """Copies of the realm's status lists (draft-ietf-oauth-status-list), each used for its ttl, and longer while the realm fails."""

    def __init__(self, issuer, keys, max_age):
        self._issuer = issuer
        self._keys = keys
        self._max_age = max_age
        self._lock = threading.Lock()
        self._copies = OrderedDict()

    def require_not_revoked(self, status):
        place = status.get("status_list") if isinstance(status, dict) else None
        idx, uri = (place.get("idx"), place.get("uri")) if isinstance(place, dict) else (None, None)
        # Only below the issuer, and only plain path segments: a token must not send this service anywhere else.
        if not (
            type(idx) is int
            and idx >= 0
            and isinstance(uri, str)
            and uri.startswith(self._issuer)
            and re.fullmatch(r"(/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+", uri[len(self._issuer) :])
        ):
            raise TokenRefused("The status of the token is not one of its issuer")
        bits = self._copy(uri).bits(self._keys, self._max_age)
        if idx >= len(bits) * 8:
            raise TokenRefused("The status list has no such place")
        if bits[idx >> 3] >> (idx & 7) & 1:
            raise TokenRefused("The token is revoked")

    def _copy(self, uri):
        with self._lock:
            copy = self._copies.setdefault(uri, _Copy(uri))
            self._copies.move_to_end(uri)  # the one asked for last is the last to be dropped
            if len(self._copies) > MAX_LISTS:
                self._copies.popitem(last=False)
            return copy


class _Copy:
    """One list. Its lock lets one fetch go on at a time, whoever asks."""

    def __init__(self, uri):
        self._uri = uri
        self._lock = threading.Lock()
        self._bits = b""
        self._ttl = 0
        self._expires = float("-inf")
        self._fetched_at = self._tried_at = float("-inf")

    def bits(self, keys, max_age):
        with self._lock:
            now = time.monotonic()
            if not (self._is_usable(now, max_age) and now - self._fetched_at < self._ttl):
                if now - self._tried_at >= RETRY_SECONDS:
                    self._tried_at = now
                    self._fetch(keys, now)
            if not self._is_usable(time.monotonic(), max_age):
                raise Unavailable("The status list cannot be had; nobody knows whether the token is revoked")
            return self._bits

    def _is_usable(self, now, max_age):
        return now - self._fetched_at < max_age and time.time() < self._expires

    def _fetch(self, keys, now):
        try:
            claims = _signed(_get(self._uri, "application/statuslist+jwt").decode("ascii"), keys, "statuslist+jwt")
            listed, ttl = claims["status_list"], claims["ttl"]
            if claims["sub"] != self._uri or listed["bits"] != 1 or not (_is_number(ttl) and ttl > 0):
                raise ValueError("not this list, or not one of one bit a token")
            inflater = zlib.decompressobj()
            bits = inflater.decompress(_bytes(listed["lst"]), MAX_LIST_BYTES)
            if not inflater.eof:
                raise ValueError("the list is too long, or cut off")
            self._bits, self._ttl, self._expires, self._fetched_at = bits, ttl, claims["exp"], now
        except Exception as error:  # whatever is wrong with the answer, there is no new list
            log.warning("The status list %s: %s", self._uri, error)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def _get(url, accept):
    """The body of a 200; at most so long, and within so much time."""
    end = time.monotonic() + TIMEOUT_SECONDS
    body = b""
    with _opener.open(urllib.request.Request(url, headers={"Accept": accept}), timeout=TIMEOUT_SECONDS) as answer:
        if answer.status != 200:
            raise ValueError(f"status {answer.status}")
        while chunk := answer.read1(64 * 1024):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES or time.monotonic() > end:
                raise ValueError("the answer is too long, or too slow")
    return body
