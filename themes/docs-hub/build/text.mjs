/** Text as it may stand in HTML, between tags and in quoted attributes. */
export const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

/** Makes ids of headings as GitHub does, so that links which work there work here. One for each page. */
export function slugger() {
  const used = new Map();
  return (text) => {
    const plain = text
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replace(/ /g, "-");
    const count = used.get(plain) ?? 0;
    used.set(plain, count + 1);
    return count === 0 ? plain : `${plain}-${count}`;
  };
}

/** A tag's name as part of a file name. */
export const fileName = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
