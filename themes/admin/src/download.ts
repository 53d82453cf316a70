/** Hands a file to the person's browser. */
export function save(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers begin to read only after the click.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
