import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { consoleMessages, keycloakTheme, languages, readMessages, themeOut } from "./theme.mjs";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-theme-"));
after(() => rmSync(folder, { recursive: true }));

const messages = (text) => {
  const file = join(folder, "some_en.properties");
  writeFileSync(file, text);
  return readMessages(file);
};
const plugin = (name) => keycloakTheme("account").find((one) => one.name === name);

test("texts are key=text lines; what follows the first = is the text", () => {
  const texts = messages("# comment\n\nghOne=a = b\n ghTwo = Grüße \n");
  assert.deepEqual([...texts], [["ghOne", "a = b"], ["ghTwo", "Grüße"]]);
});

test("a key that stands twice, or a line that is no text, is an error that names the line", () => {
  assert.throws(() => messages("ghOne=a\nghOne=b\n"), /ghOne=b/);
  assert.throws(() => messages("ghOne\n"), /ghOne/);
});

test("each console has its own texts and the shared ones, in each language", () => {
  for (const language of languages) {
    const texts = consoleMessages("account", language);
    assert.ok(texts.has("ghMyApiKeys") && texts.has("ghCancel"), language);
  }
});

test("the theme is written where the server reads it", () => {
  process.env.GATEHOUSE_THEME_OUT = folder;
  assert.equal(themeOut("admin"), join(folder, "admin"));
  delete process.env.GATEHOUSE_THEME_OUT;
  assert.match(themeOut("admin"), /target/);
});

test("the manifest names files where Keycloak prints its import keys, and the texts are beside it", () => {
  process.env.GATEHOUSE_THEME_OUT = folder;
  const vite = join(folder, "account/resources/.vite");
  mkdirSync(vite, { recursive: true });
  const manifest = {
    "src/main.tsx": { file: "assets/main-1.js", isEntry: true, imports: ["_shared-2.js"], dynamicImports: ["src/Page.tsx"], css: ["assets/main-1.css"] },
    "_shared-2.js": { file: "assets/shared-2.js" },
    "src/Page.tsx": { file: "assets/Page-3.js", isDynamicEntry: true },
  };
  writeFileSync(join(vite, "manifest.json"), JSON.stringify(manifest));
  plugin("keycloak-manifest").closeBundle();
  delete process.env.GATEHOUSE_THEME_OUT;

  const written = JSON.parse(readFileSync(join(vite, "manifest.json"), "utf8"));
  assert.deepEqual(Object.keys(written), ["src/main.tsx"]);
  assert.deepEqual(written["src/main.tsx"].imports, ["assets/shared-2.js"]);
  assert.deepEqual(written["src/main.tsx"].css, ["assets/main-1.css"]);
  assert.equal(written["src/main.tsx"].dynamicImports, undefined);
  assert.ok(existsSync(join(folder, "account/theme.properties")));
  const german = readFileSync(join(folder, "account/messages/messages_de.properties"), "utf8");
  assert.match(german, /^ghMyApiKeys=API-Schl\\u00fcssel$/m);
  assert.doesNotMatch(german, /[^\x00-\x7e]/);
});

test("styles of PatternFly that Keycloak's stylesheet has are dropped, no others", () => {
  const { resolveId, load } = plugin("drop-patternfly-component-css");
  const components = join(import.meta.dirname, "../node_modules/@patternfly/react-styles/css/components");
  assert.equal(load(resolveId("./button.css", join(components, "Button/button.mjs"))), "");
  assert.equal(resolveId("./console.css", "/x/themes/account/src/main.tsx"), null);
});

test("react-router comes in its production build", () => {
  const { resolveId } = plugin("react-router-in-production");
  for (const id of ["react-router", "react-router/dom"]) assert.ok(existsSync(resolveId(id)), id);
  assert.equal(resolveId("react"), null);
});
