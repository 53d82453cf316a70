import { Field, type Problem } from "@gatehouse/shared";
import { Button, Dropdown, DropdownItem, DropdownList, MenuToggle, TextInput } from "@patternfly/react-core";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CONDITIONS, firstValue, kindOf, METADATA } from "../conditions";
import { pointerPart, type Json } from "../draft";
import { ConditionValue } from "./ConditionValue";

type Props = { when: Json; pointer: string; problem?: Problem; onChange: (when: Json) => void };

/** The conditions of a rule, all of which must hold. */
export function Conditions({ when, pointer, problem, onChange }: Props) {
  const { t } = useTranslation();
  const names = Object.keys(when);
  const remove = (name: string) => onChange(Object.fromEntries(Object.entries(when).filter(([other]) => other !== name)));
  return (
    <div data-testid={`gh-conditions-${pointer.replaceAll("/", "-")}`}>
      {names.length === 0 && <p className="pf-v5-u-color-200 pf-v5-u-mb-sm">{t("ghPolicyNoConditions")}</p>}
      {names.map((name) => {
        const at = `${pointer}/${pointerPart(name)}`;
        return (
          <div key={name} className="gh-condition">
            <div className="gh-condition-value">
              <Field name={at} label={labelOf(name, t)} help={helpOf(name, t)} problem={kindOf(name, when[name]) === "time" ? undefined : problem}>
                {(input) => (
                  <ConditionValue name={name} pointer={at} value={when[name]} input={input} problem={problem} onChange={(value) => onChange({ ...when, [name]: value })} />
                )}
              </Field>
            </div>
            <Button variant="link" isDanger isInline className="gh-write" aria-label={t("ghPolicyRemoveCondition", { name: labelOf(name, t) })} onClick={() => remove(name)}>
              {t("ghPolicyRemove")}
            </Button>
          </div>
        );
      })}
      <AddCondition taken={names} onAdd={(name) => onChange({ ...when, [name]: firstValue(name) })} />
    </div>
  );
}

type T = TFunction;

function labelOf(name: string, t: T): string {
  if (name.startsWith(METADATA)) return t("ghPolicyMetadataOf", { key: name.slice(METADATA.length) });
  return name in CONDITIONS ? t(`ghPolicyCondition_${name}`) : name;
}

function helpOf(name: string, t: T): string | undefined {
  if (name.startsWith(METADATA)) return t("ghPolicyConditionHelp_metadata");
  return name in CONDITIONS ? t(`ghPolicyConditionHelp_${name}`) : undefined;
}

function AddCondition({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState<string>();
  if (key !== undefined) {
    const name = METADATA + key.trim();
    const isFree = key.trim() !== "" && !taken.includes(name);
    const add = () => {
      onAdd(name);
      setKey(undefined);
    };
    return (
      <div className="gh-row gh-write">
        <TextInput
          aria-label={t("ghPolicyMetadataKey")}
          placeholder={t("ghPolicyMetadataKey")}
          autoFocus
          value={key}
          onChange={(_event, value) => setKey(value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              event.preventDefault();
              if (isFree) add();
            }
          }}
        />
        <Button variant="secondary" isDisabled={!isFree} onClick={add}>{t("ghPolicyAdd")}</Button>
        <Button variant="link" onClick={() => setKey(undefined)}>{t("ghCancel")}</Button>
      </div>
    );
  }
  return (
    <Dropdown
      className="gh-write gh-tall-menu"
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      isScrollable
      toggle={(ref) => (
        <MenuToggle ref={ref} className="gh-write" isExpanded={isOpen} onClick={() => setOpen(!isOpen)} data-testid="gh-condition-add">
          {t("ghPolicyAddCondition")}
        </MenuToggle>
      )}
    >
      <DropdownList>
        {Object.keys(CONDITIONS).map((name) => (
          <DropdownItem key={name} data-testid={`gh-condition-${name}`} isDisabled={taken.includes(name)} description={t(`ghPolicyConditionShort_${name}`)} onClick={() => onAdd(name)}>
            {t(`ghPolicyCondition_${name}`)}
          </DropdownItem>
        ))}
        <DropdownItem data-testid="gh-condition-metadata" description={t("ghPolicyConditionShort_metadata")} onClick={() => setKey("")}>
          {t("ghPolicyCondition_metadata")}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
