import { useEffect, useState } from "react";

/** What a person had written when a login came in between. Kept for this tab and this person only; never holds a secret. */
const nameOf = (form: string) => `gatehouse.draft.${form}`;

export function keepDraft(form: string, userId: string, values: unknown) {
  sessionStorage.setItem(nameOf(form), JSON.stringify({ userId, values }));
}

/**
 * What was kept, or nothing when it is another person's: the first state of a form is made from it. It is forgotten when the
 * person leaves the form, and not when it is read: React may begin a page several times before it shows it, and a page may be
 * loaded again.
 */
export function useDraft<T>(form: string, userId: string): T | undefined {
  const [draft] = useState(() => draftOf<T>(form, userId));
  useEffect(() => () => sessionStorage.removeItem(nameOf(form)), [form]);
  return draft;
}

function draftOf<T>(form: string, userId: string): T | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null") as { userId: string; values: T } | null;
    return draft?.userId === userId ? draft.values : undefined;
  } catch {
    return undefined;
  }
}
