/** What a person had written when a login came in between. Kept for this tab and this person only; never holds a secret. */
const nameOf = (form: string) => `gatehouse.draft.${form}`;

export function keepDraft(form: string, userId: string, values: unknown) {
  sessionStorage.setItem(nameOf(form), JSON.stringify({ userId, values }));
}

/** Once: what was kept, or nothing when it is another person's. Meant for the first state of a form. */
export function takeDraft<T>(form: string, userId: string): T | undefined {
  const text = sessionStorage.getItem(nameOf(form));
  sessionStorage.removeItem(nameOf(form));
  if (!text) return undefined;
  try {
    const draft = JSON.parse(text) as { userId: string; values: T };
    return draft.userId === userId ? draft.values : undefined;
  } catch {
    return undefined;
  }
}
