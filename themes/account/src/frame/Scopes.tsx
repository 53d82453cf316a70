import { Button, InputGroup, InputGroupItem, Label, LabelGroup, TextInput } from "@patternfly/react-core";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

/** Scopes as they are; says so when there are none. */
export function Scopes({ of, none }: { of: readonly string[]; none?: string }) {
  const { t } = useTranslation();
  if (of.length === 0) return <>{none ?? t("ghNoScopes")}</>;
  return (
    <LabelGroup numLabels={6} aria-label={t("ghScopes")} collapsedText={t("ghMore", { count: of.length - 6 })} expandedText={t("ghLess")}>
      {of.map((scope) => (
        <Label key={scope} isCompact>
          {scope}
        </Label>
      ))}
    </LabelGroup>
  );
}

/**
 * Writes scopes one by one or many at once, split at blanks and commas. The API does not tell people which scopes they may
 * grant; `known` are those that their other keys and agents have.
 */
export function ScopeInput(props: {
  id: string;
  validated: "default" | "error";
  "aria-describedby": string;
  value: readonly string[];
  known: readonly string[];
  onChange: (scopes: string[]) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const offered = props.known.filter((scope) => !props.value.includes(scope)).slice(0, 12);
  const add = (more: string) => {
    props.onChange([...new Set([...props.value, ...more.split(/[\s,]+/).filter(Boolean)])]);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== ",") return;
    if (event.key === "Enter" && !text.trim()) return;
    event.preventDefault();
    add(text);
  };
  return (
    <>
      <InputGroup>
        <InputGroupItem isFill>
          <TextInput
            id={props.id}
            name="scopes"
            value={text}
            validated={props.validated}
            aria-describedby={props["aria-describedby"]}
            autoComplete="off"
            spellCheck={false}
            placeholder={t("ghScopePlaceholder")}
            onChange={(_event, value) => setText(value)}
            onKeyDown={onKeyDown}
            onBlur={() => text.trim() && add(text)}
          />
        </InputGroupItem>
        <InputGroupItem>
          <Button variant="control" data-testid="gh-scope-add" isDisabled={!text.trim()} onClick={() => add(text)}>
            {t("ghAdd")}
          </Button>
        </InputGroupItem>
      </InputGroup>
      {props.value.length > 0 && (
        <LabelGroup className="pf-v5-u-mt-sm" numLabels={100} aria-label={t("ghScopesChosen")} data-testid="gh-scopes-chosen">
          {props.value.map((scope) => (
            <Label
              key={scope}
              color="blue"
              closeBtnAriaLabel={t("ghRemove", { name: scope })}
              onClose={() => props.onChange(props.value.filter((other) => other !== scope))}
            >
              {scope}
            </Label>
          ))}
        </LabelGroup>
      )}
      {offered.length > 0 && (
        <LabelGroup
          className="pf-v5-u-mt-sm"
          numLabels={100}
          categoryName={t("ghScopesKnown")}
          aria-label={t("ghScopesKnown")}
        >
          {offered.map((scope) => (
            <Label key={scope} variant="outline" isCompact onClick={() => add(scope)}>
              {t("ghAddNamed", { name: scope })}
            </Label>
          ))}
        </LabelGroup>
      )}
    </>
  );
}
