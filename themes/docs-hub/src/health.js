/** Says on the start page what this browser sees of the server, and when it looked. */
export function prepareHealth() {
  const section = document.querySelector(".health");
  if (!section) return;
  const text = section.querySelector(".health-text");
  text.textContent = "Checking…";
  const contract = look("../v1/openapi.json", "HEAD");
  const realm = look("../../", "GET");
  void Promise.all([contract, realm]).then(([description, own]) => {
    const verdict = healthOf(description, own);
    section.dataset.state = verdict.state;
    text.textContent = `${verdict.text} Checked at ${new Date().toLocaleTimeString()}.`;
    section.querySelector(".sync-text").textContent = syncOf(description, section.dataset.contract);
  });
}

async function look(address, method) {
  try {
    const answer = await fetch(address, { method, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(10_000) });
    return { isThere: answer.ok, etag: answer.headers.get("ETag") };
  } catch {
    return { isThere: false, etag: null };
  }
}

/** What two looks mean, in words. */
export function healthOf(description, realm) {
  if (description.isThere && realm.isThere) return { state: "good", text: "The realm and the API's description answer." };
  if (!description.isThere && !realm.isThere) return { state: "bad", text: "Neither the realm nor the API's description answers." };
  return {
    state: "bad",
    text: realm.isThere ? "The realm answers, the API's description does not." : "The API's description answers, the realm does not.",
  };
}

/** Whether the pages are of the contract that the server has; a proxy may pack it and say so in the tag. */
export function syncOf(description, contract) {
  if (!description.etag) return "";
  return description.etag.includes(contract)
    ? "The contract of this server is the same."
    : "The contract of this server is another one: nodes of different versions may be running.";
}
