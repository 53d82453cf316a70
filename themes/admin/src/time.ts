/** A moment as a field of type datetime-local shows it, in the reader's zone, to the minute. */
export function toLocal(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What was written into such a field, as the API takes it; what is no time stays, so that the API can say so. */
export function fromLocal(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
