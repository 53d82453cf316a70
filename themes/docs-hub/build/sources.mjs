// What the hub shows of the repository, and under which address.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Groups of the side bar. A guide that no group names stands in the last one, so that none is forgotten. */
const GROUPS = [
  ["Start", ["quick-start", "agents-in-ten-minutes", "console", "docs-hub"]],
  ["Credentials", ["api-keys", "agents", "delegation", "tokens", "offline"]],
  ["People", ["login", "guests", "account", "avatars", "domains", "frontend"]],
  ["Decisions", ["policies", "policy-cookbook", "approvals", "permissions"]],
  ["Events", ["audit", "webhooks", "events"]],
  ["Operations", ["plans", "configuration", "realm-config", "privacy", "errors"]],
  ["Examples", ["mcp", "nginx", "python", "spa"]],
];
const LAST = "Operations";

/** Sections of README.md that make the page "Quick start". */
const QUICK_START = ["First token in five minutes", "How a service checks a token"];

/** All pages made from Markdown, in the order of the side bar: {group, name, file, path, source}. */
export function pagesOf(root) {
  const read = (file) => readFileSync(join(root, file), "utf8");
  const guides = readdirSync(join(root, "docs/guide"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -3));
  const found = new Map([["quick-start", { file: "README.md", source: quickStart(read("README.md")) }]]);
  for (const name of guides) found.set(name, { file: `docs/guide/${name}.md`, source: read(`docs/guide/${name}.md`) });
  for (const name of GROUPS.at(-1)[1]) {
    const file = `docs/examples/${name}/README.md`;
    found.set(name, { file, source: read(file) });
  }
  const named = new Set(GROUPS.flatMap(([, names]) => names));
  const others = guides.filter((name) => !named.has(name));
  return GROUPS.flatMap(([group, names]) =>
    (group === LAST ? [...names, ...others] : names)
      .filter((name) => found.has(name))
      .map((name) => ({ group, name, path: `${group === "Examples" ? "examples" : "guide"}/${name}.html`, ...found.get(name) })),
  );
}

/** The sections of the README for somebody who has a server, under a title of their own. */
export function quickStart(readme) {
  const parts = readme.split(/^(?=## )/m).filter((part) => QUICK_START.some((title) => part.startsWith(`## ${title}\n`)));
  if (parts.length !== QUICK_START.length) throw new Error(`README.md lacks one of: ${QUICK_START.join(", ")}`);
  return `# Quick start\n\n${parts.join("\n")}`;
}

/** What everybody may do with Gatehouse, and what of it is by others. */
export function legalText(root) {
  return ["LICENSE", "NOTICE"].map((name) => readFileSync(join(root, name), "utf8").trim());
}
