import { createComposer } from "./composer.js";
import { credentialState, createVault } from "./vault.js";
import { cut, maskBody, maskHeaders } from "./mask.js";
import { operationsById } from "./openapi.js";
import { pauseSeconds } from "./pause.js";
import { curl, isGrave, preview, send, shownAddress } from "./request.js";

const MAX_ANSWER_LENGTH = 200_000;
const MAX_LOG_ENTRIES = 20;
const LIMIT_MS = 60_000;

const page = document.querySelector(".playground");
const find = (selector) => page.querySelector(selector);
const vault = createVault();
let composer = null;
let isSending = false;
let pausedUntilMs = 0;

async function start() {
  const answer = await fetch("../v1/openapi.json", { credentials: "omit" });
  if (!answer.ok) throw new Error(`The description of the API answered ${answer.status}.`);
  composer = createComposer(page, operationsById(await answer.json()), vault, show);
  page.hidden = false;
  prepareCredentialBar();
  find(".composer").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  find(".copy-curl").addEventListener("click", () => void copyCurl());
  addEventListener("hashchange", () => composer.chooseByAddress());
  composer.chooseByAddress();
}

function prepareCredentialBar() {
  const form = find(".credential-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const kind = vault.set(form.elements.credential.value, form.elements.kind.value);
    // Emptied whatever came of it: the field must not hold it longer than the hand that typed it.
    form.elements.credential.value = "";
    find(".credential-error").textContent =
      kind === null ? "This looks like neither a JWT nor an API key of Gatehouse. Enter it again and choose its kind." : "";
    showCredential();
  });
  find(".clear").addEventListener("click", () => {
    vault.forget();
    composer.reset();
    showCredential();
    form.elements.credential.focus();
  });
  // A page that comes back from the browser's cache of pages must not bring a credential along.
  addEventListener("pagehide", () => {
    vault.forget();
    form.elements.credential.value = "";
    showCredential();
  });
}

function showCredential() {
  find(".credential-state").textContent = credentialState(vault.kind());
  find(".credential-bar").dataset.kind = vault.kind() ?? "none";
  find(".clear").disabled = vault.kind() === null;
  show();
}

function show() {
  const request = composer.request();
  find(".preview").textContent = preview(request, vault);
  find(".curl").textContent = curl(request, vault);
  find(".copy-state").textContent = "";
  find(".send").textContent = `Send ${request.method}`;
}

async function copyCurl() {
  const state = find(".copy-state");
  try {
    await navigator.clipboard.writeText(find(".curl").textContent);
    state.textContent = "Copied, with secrets masked.";
  } catch {
    state.textContent = "Your browser does not allow copying here: select the text instead.";
  }
}

async function submit() {
  if (isSending || Date.now() < pausedUntilMs) return;
  composer.lift();
  const request = composer.request();
  if (!composer.isComplete(request)) return;
  if (isGrave(composer.operation()) && !(await confirmed(request))) return;
  isSending = true;
  enable();
  find(".answer-state").textContent = "Waiting for the answer…";
  const startMs = performance.now();
  try {
    const answer = await send(request, vault, { origin: location.origin, fetch, signal: AbortSignal.timeout(LIMIT_MS) });
    const text = await answer.text();
    pause(pauseSeconds(answer.status, (name) => answer.headers.get(name), Date.now()));
    showAnswer(request, answer, text, Math.round(performance.now() - startMs));
  } catch (error) {
    const reason = error.name === "TimeoutError" ? "no answer within a minute" : "the server cannot be reached, or redirected";
    find(".answer-state").textContent = `Failed: ${reason}. Nothing is repeated by itself.`;
    find(".answer").hidden = true;
    log(request, "failed");
  } finally {
    isSending = false;
    enable();
  }
}

function showAnswer(request, answer, text, tookMs) {
  const known = vault.known();
  const body = cut(text === "" ? "" : maskBody(text, known), MAX_ANSWER_LENGTH);
  const end = body.isCut ? `\n… cut after ${MAX_ANSWER_LENGTH} of ${text.length} characters` : "";
  find(".answer-state").textContent = `${answer.status} ${answer.statusText} in ${tookMs} ms`;
  find(".answer").textContent = `${maskHeaders(answer.headers, known).join("\n")}\n\n${body.text || "(no body)"}${end}`;
  find(".answer").hidden = false;
  log(request, String(answer.status), answer.headers.get("X-Request-ID"));
}

function log(request, outcome, requestId) {
  const entry = document.createElement("li");
  const address = new URL(request.address);
  const shown = vault.shown(shownAddress(address.pathname + address.search, vault.known()));
  entry.textContent = `${new Date().toLocaleTimeString()}  ${request.method} ${shown}  ${outcome}${requestId ? `  request ${requestId}` : ""}`;
  find(".log").prepend(entry);
  while (find(".log").children.length > MAX_LOG_ENTRIES) find(".log").lastElementChild.remove();
  find(".log-empty").hidden = true;
}

function pause(seconds) {
  if (seconds <= 0) return;
  pausedUntilMs = Date.now() + seconds * 1000;
  const timer = setInterval(() => {
    if (Date.now() >= pausedUntilMs) clearInterval(timer);
    enable();
  }, 1000);
}

function enable() {
  const left = Math.ceil((pausedUntilMs - Date.now()) / 1000);
  find(".send").disabled = isSending || left > 0;
  find(".wait").textContent = left > 0 ? `The server asks to wait: ${left} s. Send again yourself after that.` : "";
}

/** Asks in a dialog; the browser's own would show where it is called from and cannot be styled. */
function confirmed(request) {
  const dialog = find(".confirm");
  const address = new URL(request.address);
  find(".confirm-text").textContent = `${request.method} ${vault.shown(shownAddress(address.pathname, vault.known()))} takes something away, and most of it for good.`;
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "send"), { once: true }));
}

start().catch((error) => {
  page.hidden = true;
  const note = document.createElement("p");
  note.className = "notice error";
  note.setAttribute("role", "alert");
  note.textContent = `The playground cannot start: ${error.message}`;
  page.before(note);
});
