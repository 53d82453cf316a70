import { SearchInput } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDirectory, useName } from "./names";
import { SearchSelect } from "./SearchSelect";

/** Searches on Enter and when typing stops, so that a list of a million rows is not asked at each key. */
export function Search({ value, label, onSearch }: { value: string; label: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onSearch(text.trim()), 400);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `onSearch` is made anew with each rendering
  }, [text, value]);
  return (
    <SearchInput
      aria-label={label}
      placeholder={label}
      value={text}
      resetButtonLabel={t("ghClear")}
      submitSearchButtonLabel={t("ghSearch")}
      data-testid="gh-search"
      onChange={(_event, next) => setText(next)}
      onSearch={(_event, next) => onSearch(next.trim())}
      onClear={() => {
        setText("");
        onSearch("");
      }}
    />
  );
}

/** Owners are found among people and agents' teams by id: people by their name where the reader may search them. */
export function OwnerFilter({ value, onChange }: { value?: string; onChange: (id?: string) => void }) {
  const { t } = useTranslation();
  const { people, seesPeople } = useDirectory();
  const name = useName(value ? { type: "user", id: value } : undefined);
  if (!seesPeople) return <Search value={value ?? ""} label={t("ghOwnerIdFilter")} onSearch={(id) => onChange(id || undefined)} />;
  return (
    <SearchSelect
      id="gh-owner-filter"
      name="owner_filter"
      label={t("ghOwnerFilter")}
      placeholder={t("ghOwnerFilter")}
      value={value ? { id: value, label: name ?? value } : undefined}
      onChange={(choice) => onChange(choice?.id)}
      search={async (text) => {
        const found = await people(text);
        // A team is a text of its own and a group or organization an id: whatever was typed can be asked for.
        return text ? [...found, { id: text, label: t("ghOwnerExactly", { text }) }] : found;
      }}
    />
  );
}
