// Finds sections of guides and operations. Every word has to be there; where it is decides the place.
const MAX_RESULTS = 12;
const WEIGHTS = { title: 8, heading: 6, text: 1 };

/**
 * The best entries for a text, best first.
 *
 * @param index entries {path, title, heading, text}
 */
export function search(index, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return index
    .map((entry, place) => ({ entry, place, score: score(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, MAX_RESULTS)
    .map(({ entry }) => entry);
}

function score(entry, words) {
  let total = 0;
  for (const word of words) {
    let best = 0;
    for (const [part, weight] of Object.entries(WEIGHTS)) best = Math.max(best, weight * match(entry[part].toLowerCase(), word));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** 3 for a whole word, 2 for the beginning of one, 1 anywhere. */
function match(text, word) {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  const isLetter = (c) => /[\p{L}\p{N}]/u.test(c ?? "");
  let best = 1;
  for (let i = at; i >= 0; i = text.indexOf(word, i + 1)) {
    const begins = i === 0 || !isLetter(text[i - 1]);
    const ends = !isLetter(text[i + word.length]);
    best = Math.max(best, begins && ends ? 3 : begins ? 2 : 1);
    if (best === 3) break;
  }
  return best;
}

/** A piece of the text around the first word that is in it. */
export function excerpt(text, query, length = 120) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((i) => i >= 0), text.length);
  const near = at === text.length ? 0 : Math.max(0, at - Math.floor(length / 3));
  // Not in the middle of a word.
  const from = near === 0 ? 0 : Math.min(text.indexOf(" ", near) + 1 || near, at);
  return `${from > 0 ? "…" : ""}${text.slice(from, from + length).trim()}${from + length < text.length ? "…" : ""}`;
}
