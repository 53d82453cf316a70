// A request put together, sent, and shown. Each text that is for the eye goes through the masks.
import { maskBody, maskText, MASK, isSecretName } from "./mask.js";

/** Changes that cannot be taken back, or that take something away from many. */
const GRAVE = /\/(?:revoke|revoke-all|pause-all|erase|transfer|rotate|rotate-secret|deny)$/;

/** Whether somebody should be asked before it is sent. */
export const isGrave = ({ method, path }) => method === "DELETE" || GRAVE.test(path);

/**
 * What is to be sent.
 *
 * @param operation of the contract
 * @param root address of the API's root on this server
 * @param values of the parameters by `in` and name, as they were typed; empty ones are left out
 * @param body text, or null
 * @returns address, headers without the credential, body; or the names of what is missing
 */
export function compose(operation, root, values, body) {
  const missing = [];
  const value = (one) => (values[`${one.in}:${one.name}`] ?? "").trim();
  for (const one of operation.parameters) if ((one.required || one.in === "path") && !value(one)) missing.push(one.name);
  const path = operation.path.replace(/\{([^}]+)\}/g, (place, name) => {
    const text = (values[`path:${name}`] ?? "").trim();
    return text ? encoded(text) : place;
  });
  const query = operation.parameters
    .filter((one) => one.in === "query" && value(one))
    .map((one) => `${encodeURIComponent(one.name)}=${encoded(value(one))}`);
  const headers = operation.parameters.filter((one) => one.in === "header" && value(one)).map((one) => [one.name, value(one)]);
  const sendsBody = operation.body !== null && body !== null && body.trim() !== "";
  if (sendsBody) headers.push(["Content-Type", operation.body.type]);
  return {
    method: operation.method,
    address: root + path + (query.length ? `?${query.join("&")}` : ""),
    headers,
    body: sendsBody ? body : null,
    missing,
  };
}

/** Encoded for an address, but for a place where a secret was: that is found there again. */
const encoded = (text) => encodeURIComponent(text).replace(/\*\*\*masked%3A(\d+)\*\*\*/g, "***masked:$1***");

/** What of the address may be shown. */
export const shownAddress = (address, known) =>
  maskText(
    address.replace(/([?&])([^=&]+)=([^&]*)/g, (whole, mark, name) =>
      isSecretName(decodeURIComponent(name)) ? `${mark}${name}=${MASK}` : whole,
    ),
    [...known, ...known.map(encodeURIComponent)],
  );

const shownHeaders = (request, credential, known) => [
  ...(credential ? [`${credential[0]}: ${credential[2]}`] : []),
  ...request.headers.map(([name, value]) => `${name}: ${isSecretName(name) ? MASK : maskText(value, known)}`),
];

const shownBody = (body, vault) => vault.shown(maskBody(body, vault.known()));

/** The request as HTTP, without secrets. */
export function preview(request, vault) {
  const known = vault.known();
  const lines = [
    `${request.method} ${shownAddress(new URL(request.address).pathname + new URL(request.address).search, known)}`,
    `Host: ${new URL(request.address).host}`,
    ...shownHeaders(request, vault.header(), known),
  ];
  return vault.shown(lines.join("\n")) + (request.body === null ? "" : `\n\n${shownBody(request.body, vault)}`);
}

/** The request as a line for a shell, without secrets. */
export function curl(request, vault) {
  const known = vault.known();
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = [
    `curl -i -X ${request.method} ${quote(shownAddress(request.address, known))}`,
    ...shownHeaders(request, vault.header(), known).map((line) => `-H ${quote(line)}`),
    ...(request.body === null ? [] : [`--data-raw ${quote(shownBody(request.body, vault))}`]),
  ];
  return vault.shown(parts.join(" \\\n  "));
}

/**
 * Sends it once: to this origin alone, without cookies, following no redirect. The secrets come out of the vault here and
 * nowhere else.
 */
export function send(request, vault, { origin, fetch, signal }) {
  if (new URL(request.address).origin !== origin) throw new Error("The playground sends to its own server only.");
  const headers = new Headers(request.headers.map(([name, value]) => [name, vault.restore(value)]));
  const credential = vault.header();
  if (credential) headers.set(credential[0], credential[1]);
  return fetch(vault.restore(request.address, encodeURIComponent), {
    method: request.method,
    headers,
    body: request.body === null ? undefined : vault.restore(request.body),
    credentials: "omit",
    cache: "no-store",
    mode: "same-origin",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal,
  });
}
