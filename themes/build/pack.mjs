// The last step of the build: tells Keycloak of the themes and adds the licences of what the bundles hold. Fails when one is missing.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { languages, themeOut } from "./theme.mjs";

const themes = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const jar = join(themes, "target/jar");
const types = ["admin", "account"];

for (const type of types) {
  for (const file of ["theme.properties", "resources/.vite/manifest.json", ...languages.map((l) => `messages/messages_${l}.properties`)]) {
    if (!existsSync(join(themeOut(type), file))) throw new Error(`The ${type} theme has no ${file}: run npm run build`);
  }
}
if (!existsSync(join(jar, "gatehouse-docs/files.txt"))) throw new Error("The docs hub has no list of files: run npm run build");
mkdirSync(join(jar, "META-INF/gatehouse"), { recursive: true });
writeFileSync(join(jar, "META-INF/keycloak-themes.json"), `${JSON.stringify({ themes: [{ name: "gatehouse", types }] })}\n`);
writeFileSync(join(jar, "META-INF/gatehouse/console-licenses.txt"), licenses());

/** Each package that may be in a bundle, those with one licence text together. */
function licenses() {
  const { packages } = JSON.parse(readFileSync(join(themes, "package-lock.json"), "utf8"));
  const byText = new Map();
  for (const [path, { version, license, dev, link, optional }] of Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const folder = join(themes, path);
    if (!path.includes("node_modules/") || dev || link || (optional && !existsSync(folder))) continue;
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license ?? "see the package"}`;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license ?? "see below"})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
  return `Packages that the console pages and the docs hub are built from.\n\n${parts.join(`\n${"-".repeat(72)}\n`)}`;
}
