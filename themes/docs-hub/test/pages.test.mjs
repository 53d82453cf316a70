import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";
import { build } from "../build.mjs";
import { renderMarkdown } from "../build/markdown.mjs";
import { quickStart } from "../build/sources.mjs";

const files = build();
const pages = [...files].filter(([name]) => name.endsWith(".html")).map(([name, content]) => [name, content.toString("utf8")]);
const ids = new Map(pages.map(([name, html]) => [name, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]));
const MAX_INDEX_BYTES = 600_000;

test("every guide has a page", () => {
  for (const name of ["quick-start", "api-keys", "webhooks", "errors", "agents", "docs-hub"]) assert.ok(files.has(`guide/${name}.html`), name);
});

test("every link within the hub leads to a page and a heading that are there", () => {
  for (const [name, html] of pages) {
    for (const [, target] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
      if (/^(?:https?:|data:)/.test(target)) continue;
      const [path, anchor] = target.split("#");
      const file = path === "" ? name : posix.normalize(posix.join(posix.dirname(name), path));
      if (file.startsWith("../")) {
        assert.match(file, /^\.\.\/v1\/openapi\.json$|^\.\.\/\.\.\/account\/api-keys$/, `${name}: ${target}`);
        continue;
      }
      assert.ok(files.has(file), `${name}: ${target}`);
      if (anchor && !file.startsWith("playground")) assert.ok(ids.get(file).has(anchor), `${name}: ${target}`);
    }
  }
});

test("every page leads to status, help, version, legal and privacy, and to the agents", () => {
  for (const [name, html] of pages) {
    const foot = html.slice(html.indexOf("<footer>"));
    for (const [text, target] of [["Status", "index.html#health"], ["Help", "guide/errors.html"], ["Legal", "legal.html"], ["Privacy", "guide/privacy.html"]]) {
      assert.match(foot, new RegExp(`href="(?:[.][.]/)?${target.replaceAll(".", "[.]")}">${text}<`), name);
    }
    assert.match(foot, /Version \d+/, name);
    assert.match(html.slice(0, html.indexOf("</header>")), /guide\/agents[.]html"(?: aria-current="page")?>Agents \(beta\)</, name);
  }
});

test("pages obey the policy that they are served with", () => {
  for (const [name, html] of pages) {
    assert.ok(!/<script(?![^>]*\ssrc=)/.test(html), `${name} has a script inside`);
    assert.ok(!/\sstyle=|<style/.test(html), `${name} has a style inside`);
    assert.ok(!/\son[a-z]+=/i.test(html.replace(/<pre[\s\S]*?<\/pre>/g, "")), `${name} has a handler inside`);
    assert.ok(!/(?:src|<link[^>]*href)="https?:/.test(html), `${name} loads from another origin`);
  }
});

test("ids are there once and headings in order", () => {
  for (const [name, html] of pages) {
    const all = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(all).size, all.length, name);
    assert.equal([...html.matchAll(/<h1[ >]/g)].length, 1, name);
  }
});

test("scripts and styles of the hub name no other origin", () => {
  for (const [name, content] of files) {
    if (/\/(?:hub|playground|explorer|composer|health|request|vault|mask|pause|search|openapi)\.(?:js|css)$/.test(name)) {
      assert.ok(!/https?:\/\//.test(content.toString("utf8")), name);
    }
  }
});

test("explorer shows 24 operations first and says what the contract is for", () => {
  const html = files.get("explorer.html").toString("utf8");
  const first = html.slice(html.indexOf('data-testid="gh-docs-explorer-first"'), html.indexOf('class="more"'));
  assert.equal(first.match(/data-testid="gh-docs-explorer-row"/g).length, 24);
  assert.match(html, /the first 24 of \d+ operations\. The full JSON contract, .* is for SDKs and CI/);
});

test("index of the search stays small", () => {
  const [, index] = [...files].find(([name]) => name.endsWith("/search.json"));
  assert.ok(index.length < MAX_INDEX_BYTES, `${index.length} bytes`);
  assert.ok(JSON.parse(index).some(({ path }) => path.startsWith("guide/webhooks.html#")));
});

test("list has every file but itself", () => {
  const listed = files.get("files.txt").toString("utf8").trim().split("\n").map((line) => line.split(" ")[1]);
  assert.deepEqual(new Set(listed), new Set([...files.keys()].filter((name) => name !== "files.txt")));
});

test("build of the same sources is the same", () => {
  assert.deepEqual(build().get("files.txt"), files.get("files.txt"));
});

test("HTML in a guide is shown and not meant", () => {
  const { html } = renderMarkdown('# T\n\n<script>alert(1)</script> <img src=x onerror="y">\n\n`<b>`', "docs/guide/t.md", () => null);
  assert.ok(!/<script|<img|<b>/.test(html), html);
});

test("links between guides become links between pages, others become text", () => {
  const resolve = (target) => (target === "docs/guide/b.md" ? "../guide/b.html" : null);
  const { html } = renderMarkdown("# T\n\n[b](b.md#part) [c](../adr/1.md) [own](#t) [js](javascript:alert)", "docs/guide/a.md", resolve);
  assert.match(html, /<a href="\.\.\/guide\/b\.html#part">b<\/a>/);
  assert.ok(!html.includes("adr") && !html.includes("javascript"), html);
});

test("README without its quick start fails the build", () => {
  assert.throws(() => quickStart("# Gatehouse\n\n## Other\n"), /README\.md lacks/);
});
