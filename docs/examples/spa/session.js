/**
 * The login and its tokens, which nobody else sees. They live in this module's memory only: a reload asks Keycloak again, whose
 * own cookie logs in without a password. What a page keeps in localStorage or sessionStorage, any script of the page can read.
 */
import Keycloak from './keycloak.js';
import config from './config.js';

const keycloak = new Keycloak(config);

/** Where the token may go. Another server must never get it, whatever address a caller was talked into. */
const root = `${config.url}/realms/${config.realm}/`;

/** The refresh that runs now; everybody waits for this one. */
let refreshing = null;

/** Logs in, unless Keycloak knows the browser already. */
export async function start() {
  await keycloak.init({
    onLoad: 'login-required',
    pkceMethod: 'S256',
    scope: 'openid gatehouse',
    redirectUri: `${location.origin}/`,
    // Its frame needs cookies from another site, which browsers block more and more.
    checkLoginIframe: false,
  });
}

/** Ends the session at Keycloak too. */
export function end() {
  return keycloak.logout({ redirectUri: `${location.origin}/` });
}

/**
 * As fetch, with the token. When the token is not good any more it is refreshed, once for all calls that wait, and the call is made
 * again, once. The body must be one that can be sent twice, such as text.
 */
export async function call(below, options = {}) {
  const address = new URL(below, root).href;
  if (!address.startsWith(root)) {
    throw new Error(`The token is not for ${address}`);
  }
  const used = keycloak.token;
  const answer = await send(address, options);
  if (answer.status !== 401) {
    return answer;
  }
  if (keycloak.token === used) {
    // Nobody has got a new one while this call was on its way.
    await refreshed();
  }
  return send(address, options);
}

function send(address, options) {
  const headers = new Headers(options.headers);
  headers.set('Authorization', `Bearer ${keycloak.token}`);
  return fetch(address, { ...options, headers, credentials: 'omit' });
}

function refreshed() {
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refresh() {
  try {
    await keycloak.updateToken(-1);
  } catch (error) {
    if (keycloak.refreshToken) {
      // Keycloak did not refuse, it did not answer: the session may well be there.
      throw error instanceof Error ? error : new Error('Keycloak cannot be reached.');
    }
    await keycloak.login({ redirectUri: `${location.origin}/` });
    // The page is about to go: nobody waits for an answer that will not come.
    await new Promise(() => {});
  }
}
