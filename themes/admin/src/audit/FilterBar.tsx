import { data, useApi, useLoad } from "@gatehouse/shared";
import { Button, ExpandableSection, Form, FormGroup, Grid, GridItem, Label, LabelGroup, TextInput, ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoles } from "../access";
import { fromLocal, toLocal } from "../time";
import { FILTERS, PRESETS, type AuditFilters, type Filter } from "./filters";

const IDS = ["actor", "target", "agent_id", "key_id", "request_id"] as const;
const isTime = (name: Filter) => name === "since" || name === "until";

/** What is asked for; sent when the person says so, not at each key. */
export function FilterBar({ filters, onChange }: { filters: AuditFilters; onChange: (filters: AuditFilters) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(filters);
  const key = JSON.stringify(filters);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the filters of the address, by value
  useEffect(() => setDraft(filters), [key]);
  const set = (name: Filter, value: string) => setDraft({ ...draft, [name]: value.trim() });
  const preset = (length: number) => onChange({ ...draft, since: new Date(Date.now() - length).toISOString(), until: "" });
  return (
    <Form
      role="search"
      aria-label={t("ghAuditFilter")}
      data-testid="gh-audit-filter"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(draft);
      }}
    >
      <Grid hasGutter md={6} lg={4}>
        <GridItem>
          <TypeInput value={draft.type ?? ""} onChange={(value) => set("type", value)} />
        </GridItem>
        {(["since", "until"] as const).map((name) => (
          <GridItem key={name}>
            <FormGroup label={t(`ghAuditFilter_${name}`)} fieldId={`gh-audit-${name}`}>
              <TextInput
                id={`gh-audit-${name}`}
                name={name}
                type="datetime-local"
                value={draft[name] ? toLocal(new Date(draft[name])) : ""}
                onChange={(_event, value) => set(name, value && fromLocal(value))}
              />
            </FormGroup>
          </GridItem>
        ))}
      </Grid>
      <MoreFilters draft={draft} set={set} isOpen={IDS.some((name) => filters[name])} />
      <div className="pf-v5-l-flex">
        <Button type="submit" data-testid="gh-audit-apply">
          {t("ghAuditApply")}
        </Button>
        <ToggleGroup aria-label={t("ghAuditPresets")}>
          {(Object.keys(PRESETS) as Array<keyof typeof PRESETS>).map((name) => (
            <ToggleGroupItem key={name} text={t(`ghAuditPreset_${name}`)} buttonId={`gh-audit-preset-${name}`} onChange={() => preset(PRESETS[name])} />
          ))}
        </ToggleGroup>
        <Chosen filters={filters} onChange={onChange} />
      </div>
    </Form>
  );
}

function MoreFilters({ draft, set, isOpen }: { draft: AuditFilters; set: (name: Filter, value: string) => void; isOpen: boolean }) {
  const { t } = useTranslation();
  const [isExpanded, setExpanded] = useState(isOpen);
  return (
    <ExpandableSection toggleText={t("ghAuditMoreFilters")} isExpanded={isExpanded} onToggle={(_event, value) => setExpanded(value)}>
      <Grid hasGutter md={6} lg={4}>
        {IDS.map((name) => (
          <GridItem key={name}>
            <FormGroup label={t(`ghAuditFilter_${name}`)} fieldId={`gh-audit-${name}`}>
              <TextInput id={`gh-audit-${name}`} name={name} value={draft[name] ?? ""} onChange={(_event, value) => set(name, value)} />
            </FormGroup>
          </GridItem>
        ))}
      </Grid>
    </ExpandableSection>
  );
}

/** What the list is narrowed to now; each goes away by itself. */
function Chosen({ filters, onChange }: { filters: AuditFilters; onChange: (filters: AuditFilters) => void }) {
  const { t, i18n } = useTranslation();
  const chosen = FILTERS.filter((name) => filters[name]);
  if (chosen.length === 0) return null;
  const shown = (name: Filter) => {
    const date = new Date(filters[name]!);
    return isTime(name) && !Number.isNaN(date.getTime()) ? date.toLocaleString(i18n.language, { dateStyle: "short", timeStyle: "short" }) : filters[name];
  };
  return (
    <LabelGroup categoryName={t("ghAuditChosen")} numLabels={8} isClosable closeBtnAriaLabel={t("ghAuditClear")} onClick={() => onChange({})}>
      {chosen.map((name) => (
        <Label key={name} closeBtnAriaLabel={t("ghAuditRemoveFilter", { name: t(`ghAuditFilter_${name}`) })} onClose={() => onChange({ ...filters, [name]: "" })}>
          {t(`ghAuditFilter_${name}`)}: {shown(name)}
        </Label>
      ))}
    </LabelGroup>
  );
}

/** A type, with the known ones proposed to whoever may read them. */
function TypeInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayRead = useRoles().has("view-gatehouse", "manage-gatehouse", "manage-webhooks");
  const types = useLoad(async () => (mayRead ? data(api.GET("/webhooks/event-types")) : undefined), [mayRead]);
  return (
    <FormGroup label={t("ghAuditFilter_type")} fieldId="gh-audit-type">
      <TextInput id="gh-audit-type" name="type" list="gh-audit-types" placeholder="token.denied" value={value} onChange={(_event, text) => onChange(text)} />
      <datalist id="gh-audit-types">
        {types.value?.items.map((type) => (
          <option key={type.type} value={type.type} />
        ))}
      </datalist>
    </FormGroup>
  );
}
