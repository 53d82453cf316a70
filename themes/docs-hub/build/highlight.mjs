import { escape } from "./text.mjs";

// Good enough to tell strings from comments; what no rule knows stays as it is.
const RULES = {
  json: /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>\b(?:true|false|null|-?\d+(?:\.\d+)?)\b)/g,
  sh: /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>'[^']*'|"(?:[^"\\]|\\.)*")|(?<key>(?<=^|\s)--?[A-Za-z][\w-]*)|(?<number>\$\{?\w+\}?)/gm,
  code: /(?<comment>\/\/[^\n]*|(?<=^|\s)#[^\n]*)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<key>\b(?:import|from|export|const|let|async|await|function|return|if|else|throw|new|public|private|static|final|class|record|def|for|in|raise|with|func|package|type|var)\b)/gm,
};
const LANGUAGES = {
  json: "json", bash: "sh", sh: "sh", shell: "sh", js: "code", java: "code", python: "code", go: "code", nginx: "code",
  yaml: "code", properties: "code", sql: "code",
};

/** Code as HTML with spans for what stands out. */
export function highlight(code, language) {
  const rule = RULES[LANGUAGES[language]];
  if (!rule) return escape(code);
  let html = "";
  let end = 0;
  for (const found of code.matchAll(rule)) {
    const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
    html += escape(code.slice(end, found.index)) + `<span class="h-${kind}">${escape(found[0])}</span>`;
    end = found.index + found[0].length;
  }
  return html + escape(code.slice(end));
}
