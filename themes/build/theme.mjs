// What both consoles' builds do with Keycloak's ways: one message file per language, the manifest as index.ftl reads it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const themes = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const languages = ["en", "de"];

/** Where the build puts theme `gatehouse`; GATEHOUSE_THEME_OUT names another folder, for a server that reads it from there. */
export const themeOut = (type) => join(process.env.GATEHOUSE_THEME_OUT ?? join(themes, "target/jar/theme/gatehouse"), type);

/** Texts of one file: `key=text` lines, `#` comments; a key that stands twice is an error. */
export function readMessages(file) {
  const texts = new Map();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    const at = line.indexOf("=");
    const key = line.slice(0, at).trim();
    if (at < 1 || texts.has(key)) throw new Error(`${file}: not key=text, or a key that stands twice: ${line}`);
    texts.set(key, line.slice(at + 1).trim());
  }
  return texts;
}

/** All texts of one console in one language: those shared by both and its own, one file per room. */
export function consoleMessages(type, language) {
  const all = new Map();
  for (const folder of [join(themes, "shared/messages"), join(themes, type, "messages")]) {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(`_${language}.properties`)).sort()) {
      for (const [key, text] of readMessages(join(folder, name))) {
        if (all.has(key)) throw new Error(`${name}: ${key} stands in another file too`);
        all.set(key, text);
      }
    }
  }
  return all;
}

/** Tells whether the library's stylesheet has the rules of a component: whether it names the first class of that one's. */
function styledBy(type) {
  const library = readFileSync(join(themes, `node_modules/@keycloak/keycloak-${type}-ui/lib/keycloak-${type}-ui.css`), "utf8");
  const classes = new Set(library.match(/\.pf-v5-[\w-]+/g));
  return (file) => {
    const first = readFileSync(file, "utf8").match(/\.pf-v5-[\w-]+/);
    return !first || classes.has(first[0]);
  };
}

const routerBuilds = { "react-router": "index.mjs", "react-router/dom": "dom-export.mjs" };

/** Vite's part: PatternFly's styles only once, the manifest and the theme's own files. */
export function keycloakTheme(type) {
  const out = themeOut(type);
  const isStyled = styledBy(type);
  return [
    {
      // The library's stylesheet has each PatternFly component that Keycloak uses; only others come from PatternFly.
      name: "drop-patternfly-component-css",
      enforce: "pre",
      resolveId: (id, importer) =>
        id.endsWith(".css") && importer?.includes("@patternfly/react-styles") && isStyled(resolve(dirname(importer), id))
          ? "\0empty.css"
          : null,
      load: (id) => (id === "\0empty.css" ? "" : null),
    },
    {
      // The package leads to its development build whatever the mode; the other half is smaller and warns of nothing.
      name: "react-router-in-production",
      enforce: "pre",
      resolveId: (id) => (routerBuilds[id] ? join(themes, "node_modules/react-router/dist/production", routerBuilds[id]) : null),
    },
    {
      // index.ftl prints the manifest's import keys as addresses; keys of chunks are no files and would be 404.
      name: "keycloak-manifest",
      apply: "build",
      enforce: "post",
      closeBundle() {
        const file = join(out, "resources/.vite/manifest.json");
        const manifest = JSON.parse(readFileSync(file, "utf8"));
        const [key, entry] = Object.entries(manifest).find(([, chunk]) => chunk.isEntry);
        const imports = (entry.imports ?? []).map((name) => manifest[name].file);
        writeFileSync(file, JSON.stringify({ [key]: { ...entry, imports, dynamicImports: undefined } }));
        mkdirSync(join(out, "messages"), { recursive: true });
        copyFileSync(join(themes, type, "theme/theme.properties"), join(out, "theme.properties"));
        for (const language of languages) {
          const lines = [...consoleMessages(type, language)].map(([name, text]) => `${name}=${escapeNonAscii(text)}`);
          writeFileSync(join(out, `messages/messages_${language}.properties`), `${lines.join("\n")}\n`);
        }
        if (!existsSync(join(out, "theme.properties"))) throw new Error("no theme.properties");
      },
    },
  ];
}

/** Readable by Java whatever charset it takes the file for. */
const escapeNonAscii = (text) =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** How both consoles are bundled. */
export const consoleBuild = (type, main) => ({
  base: "",
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: join(themeOut(type), "resources"),
    emptyOutDir: true,
    manifest: true,
    modulePreload: false,
    target: "es2022",
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
    rollupOptions: { input: main, external: ["react", "react/jsx-runtime", "react-dom"] },
  },
});
