import { Button, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

/** A header of a delivery. A stored one shows no value: `value` is undefined until it is replaced. */
export type Header = { name: string; value?: string; isStored: boolean; isRemoved?: boolean };

/** What a patch says of the headers: new and replaced ones by value, removed ones by null; undefined when nothing changed. */
export function headersPatch(headers: readonly Header[]): Record<string, string> | undefined {
  const patch: Record<string, string | null> = {};
  for (const { name, value, isStored, isRemoved } of headers) {
    if (!name.trim()) continue;
    if (isRemoved) {
      if (isStored) patch[name] = null;
    } else if (value !== undefined) patch[name.trim()] = value;
  }
  // The merge patch takes null for a value, which the schema's type of the member does not tell.
  return Object.keys(patch).length ? (patch as Record<string, string>) : undefined;
}

export function HeadersEditor({ headers, onChange }: { headers: Header[]; onChange: (headers: Header[]) => void }) {
  const { t } = useTranslation();
  const set = (at: number, change: Partial<Header>) =>
    onChange(headers.map((header, index) => (index === at ? { ...header, ...change } : header)));
  return (
    <>
      {headers.map((header, at) => {
        const name = header.name || String(at + 1);
        if (header.isRemoved) return null;
        return (
          <div key={at} className="pf-v5-l-flex pf-m-nowrap pf-v5-u-mb-sm" data-testid="gh-webhook-header">
            <TextInput
              aria-label={t("ghWebhookHeaderName", { name: at + 1 })}
              placeholder="X-Team"
              value={header.name}
              isDisabled={header.isStored}
              onChange={(_event, value) => set(at, { name: value })}
            />
            <TextInput
              aria-label={t("ghWebhookHeaderValue", { name })}
              type="password"
              autoComplete="off"
              placeholder={header.isStored ? t("ghWebhookHeaderKept") : ""}
              value={header.value ?? ""}
              onChange={(_event, value) => set(at, { value: header.isStored && value === "" ? undefined : value })}
            />
            <Button
              variant="secondary"
              aria-label={t("ghWebhookHeaderRemove", { name })}
              onClick={() =>
                header.isStored ? set(at, { isRemoved: true }) : onChange(headers.filter((_header, index) => index !== at))
              }
            >
              {t("ghWebhookRemove")}
            </Button>
          </div>
        );
      })}
      <Button
        variant="link"
        isInline
        isDisabled={headers.filter((header) => !header.isRemoved).length >= 20}
        onClick={() => onChange([...headers, { name: "", value: "", isStored: false }])}
      >
        {t("ghWebhookHeaderAdd")}
      </Button>
    </>
  );
}
