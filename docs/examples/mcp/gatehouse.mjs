// Verifies Gatehouse tokens offline: the realm's keys, and its status lists for what was revoked. No call to Keycloak for a token.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { inflateSync } from 'node:zlib';

const ALGORITHMS = ['EdDSA', 'Ed25519'];
const TIMEOUT_MS = 5_000;
const MAX_LISTS = 256;
const MAX_LIST_CHARS = 256 * 1024;
const MAX_LIST_BYTES = 128 * 1024;
const RETRY_MS = 1_000;

/** A token that must not be acted upon. `code` is the error of RFC 6750; `isUnknown` when nobody can tell now (answer 503). */
export class TokenRefused extends Error {
  constructor(code, message, isUnknown = false) {
    super(message);
    this.code = code;
    this.isUnknown = isUnknown;
  }
}

/**
 * Makes a function that returns the claims of a good token and throws TokenRefused for every other.
 *
 * @param issuer the realm, https://…/realms/…
 * @param audience the URL or client id of this service
 * @param maxStatusAgeSeconds how old a status list may be that is acted upon; after that every token is refused
 */
export function createVerifier({ issuer, audience, maxStatusAgeSeconds = 60 }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/protocol/openid-connect/certs`), { timeoutDuration: TIMEOUT_MS });
  const statuses = createStatusLists({ issuer, keys, maxAgeMs: maxStatusAgeSeconds * 1000 });

  return async function verify(token) {
    let claims;
    try {
      ({ payload: claims } = await jwtVerify(token, keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp', 'jti', 'status'],
      }));
    } catch (error) {
      const isUnknown = !String(error.code).startsWith('ERR_J') || error.code === 'ERR_JWKS_TIMEOUT';
      throw new TokenRefused('invalid_token', `The token is not good: ${error.code ?? error.message}`, isUnknown);
    }
    if (claims.target_service === 'any') {
      throw new TokenRefused('invalid_token', 'The token is for no service in particular');
    }
    if (claims.cnf) {
      throw new TokenRefused('invalid_token', 'The token needs a proof of possession');
    }
    if (await statuses.isRevoked(claims.status?.status_list)) {
      throw new TokenRefused('invalid_token', 'The token is revoked');
    }
    return claims;
  };
}

/** Copies of the realm's status lists (draft-ietf-oauth-status-list), each used for its ttl, and while the realm fails for maxAgeMs. */
function createStatusLists({ issuer, keys, maxAgeMs }) {
  const copies = new Map();

  async function isRevoked(place) {
    const { idx, uri } = place ?? {};
    // Only below the issuer, and only plain path segments: a token must not send this service anywhere else.
    if (
      !Number.isSafeInteger(idx) ||
      idx < 0 ||
      typeof uri !== 'string' ||
      !uri.startsWith(issuer) ||
      !/^(\/[A-Za-z0-9_-][A-Za-z0-9._~-]*)+$/.test(uri.slice(issuer.length))
    ) {
      throw new TokenRefused('invalid_token', 'The status of the token is not one of its issuer');
    }
    const list = await current(uri);
    if (idx >= list.bytes.length * 8) {
      throw new TokenRefused('invalid_token', 'The status list has no such place');
    }
    return ((list.bytes[idx >> 3] >> (idx & 7)) & 1) === 1;
  }

  async function current(uri) {
    const copy = copies.get(uri) ?? { triedAt: -Infinity };
    copies.delete(uri); // the one asked for last is the last to be dropped
    copies.set(uri, copy);
    if (copies.size > MAX_LISTS) {
      copies.delete(copies.keys().next().value);
    }
    if (!isUsable(copy) || age(copy) >= Math.min(copy.list.ttlMs, maxAgeMs)) {
      await refresh(uri, copy);
    }
    if (!isUsable(copy)) {
      throw new TokenRefused('invalid_token', 'The status list cannot be had; nobody knows whether the token is revoked', true);
    }
    return copy.list;
  }

  /** One fetch at a time, whoever asks. */
  function refresh(uri, copy) {
    if (!copy.fetching && performance.now() - copy.triedAt >= RETRY_MS) {
      copy.triedAt = performance.now();
      copy.fetching = fetchList(uri)
        .then((list) => {
          copy.list = list;
        })
        .catch((error) => console.error(`Status list ${uri}: ${error.message}`))
        .finally(() => {
          copy.fetching = undefined;
        });
    }
    return copy.fetching;
  }

  function isUsable(copy) {
    return copy.list !== undefined && age(copy) < maxAgeMs && Date.now() < copy.list.expiresAt;
  }

  function age(copy) {
    return performance.now() - copy.list.fetchedAt;
  }

  async function fetchList(uri) {
    const answer = await fetch(uri, {
      headers: { Accept: 'application/statuslist+jwt' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    const { payload } = await jwtVerify(await boundedText(answer), keys, {
      subject: uri,
      typ: 'statuslist+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat', 'ttl', 'status_list'],
    });
    if (payload.status_list.bits !== 1 || !(payload.ttl > 0)) {
      throw new Error('not a list of one bit a token');
    }
    return {
      bytes: inflateSync(Buffer.from(payload.status_list.lst, 'base64url'), { maxOutputLength: MAX_LIST_BYTES }),
      ttlMs: payload.ttl * 1000,
      expiresAt: payload.exp * 1000,
      fetchedAt: performance.now(),
    };
  }

  async function boundedText(answer) {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_LIST_CHARS) {
        throw new Error('the list is too long');
      }
    }
    return text;
  }

  return { isRevoked };
}
