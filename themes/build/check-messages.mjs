// Every text exists in each language with the same placeholders, is used, and every text that the code names exists.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { consoleMessages, languages } from "./theme.mjs";

const themes = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const sources = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => /\.(tsx?|json)$/.test(name) && !name.endsWith("openapi.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
const placeholders = (text) => (text.match(/{{\w+}}/g) ?? []).sort().join();
const faults = [];

for (const type of ["admin", "account"]) {
  const [first, ...others] = languages.map((language) => ({ language, texts: consoleMessages(type, language) }));
  const sidebar = join(themes, type, "public/content.json");
  const code = (existsSync(sidebar) ? readFileSync(sidebar, "utf8") : "") + sources(join(themes, "shared/src")) + sources(join(themes, type, "src"));
  // Whole names, and beginnings of names that the code completes: `ghStatus_${status}`.
  const named = new Set(code.match(/\bgh[A-Z]\w*/g) ?? []);
  const begun = [...code.matchAll(/\b(gh[A-Z]\w*)\$\{/g)].map((match) => match[1]);
  for (const other of others) {
    for (const key of first.texts.keys()) if (!other.texts.has(key)) faults.push(`${type}: ${key} is missing in ${other.language}`);
    for (const [key, text] of other.texts) {
      if (!first.texts.has(key)) faults.push(`${type}: ${key} is in ${other.language} alone`);
      else if (placeholders(text) !== placeholders(first.texts.get(key))) faults.push(`${type}: ${key} differs in placeholders`);
    }
  }
  const shared = new Set(sources(join(themes, "shared/src")).match(/\bgh[A-Z]\w*/g));
  for (const key of first.texts.keys()) {
    if (!key.startsWith("gh")) continue; // a text of Keycloak's own that the theme says in other words
    const stem = key.replace(/_(one|other)$/, "");
    const isUsed = named.has(key) || named.has(stem) || begun.some((start) => key.startsWith(start));
    if (!isUsed && !shared.has(stem)) faults.push(`${type}: ${key} is used nowhere`);
  }
  for (const key of named) {
    const exists = first.texts.has(key) || first.texts.has(`${key}_other`) || begun.includes(key);
    if (!exists) faults.push(`${type}: the code names ${key}, which has no text`);
  }
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log("messages: complete");
