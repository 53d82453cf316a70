import { fileName } from "./text.mjs";

/** Characters kept of a section, so that the index stays small enough to load at the first search. */
export const MAX_TEXT_LENGTH = 900;

/** Entries {path, title, heading, text} for sections of guides and for operations. */
export function searchIndex(pages, operations) {
  const sections = pages.flatMap(({ path, title, sections: found }) =>
    found.map(({ id, heading, text }) => ({
      path: id && heading !== title ? `${path}#${id}` : path,
      title,
      heading,
      text: text.slice(0, MAX_TEXT_LENGTH),
    })),
  );
  const calls = operations.map(({ id, method, path, tag, summary, description }) => ({
    path: `reference/${fileName(tag)}.html#${id}`,
    title: `${tag} API`,
    heading: summary,
    text: `${method} ${path} ${description}`.trim().slice(0, MAX_TEXT_LENGTH),
  }));
  return [...sections, ...calls];
}
