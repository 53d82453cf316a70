import { SearchInput, FormSelect, FormSelectOption, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";

/** One filter of a list, kept in the address so that it can be bookmarked; `among` are the values that there are. */
export function useFilter<T extends string>(name: string, among?: readonly T[]) {
  const [query, setQuery] = useSearchParams();
  const found = query.get(name) ?? "";
  const value = !among || among.includes(found as T) ? (found as T | "") : "";
  const set = (next: string) =>
    setQuery(
      (before) => {
        const after = new URLSearchParams(before);
        if (next) after.set(name, next);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return [value, set] as const;
}

/** A search that asks once the person stops writing. */
export function Search(props: { value: string; label: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => {
    if (text === props.value) return undefined;
    const timer = setTimeout(() => props.onSearch(text.trim()), 400);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what is written starts the wait
  }, [text]);
  return (
    <SearchInput
      data-testid="gh-search"
      aria-label={props.label}
      placeholder={props.label}
      value={text}
      onChange={(_event, value) => setText(value)}
      onSearch={() => props.onSearch(text.trim())}
      onClear={() => {
        setText("");
        props.onSearch("");
      }}
    />
  );
}

/** A choice among the values of a filter; the first entry is all of them. */
export function Choice(props: {
  name: string;
  label: string;
  all: string;
  value: string;
  options: ReadonlyArray<{ value: string; label: string }>;
  onChange: (value: string) => void;
}) {
  return (
    <FormSelect
      data-testid={`gh-filter-${props.name}`}
      name={props.name}
      aria-label={props.label}
      value={props.value}
      onChange={(_event, value) => props.onChange(value)}
    >
      <FormSelectOption value="" label={props.all} />
      {props.options.map((option) => (
        <FormSelectOption key={option.value} {...option} />
      ))}
    </FormSelect>
  );
}

/** The row above a list; on a phone its parts stand below each other. */
export function FilterBar(props: { children: ReactNode[]; bar?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Toolbar aria-label={t("ghFilters")} inset={{ default: "insetNone" }}>
      <ToolbarContent>
        {props.children.filter(Boolean).map((child, index) => (
          <ToolbarItem key={index}>{child}</ToolbarItem>
        ))}
        {props.bar && (
          <ToolbarItem variant="pagination" align={{ default: "alignRight" }}>
            {props.bar}
          </ToolbarItem>
        )}
      </ToolbarContent>
    </Toolbar>
  );
}
