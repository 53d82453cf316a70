import { Button, Checkbox, ExpandableSection, Label, LabelGroup, SearchInput, TextInput } from "@patternfly/react-core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { groupsOf, isGlob, matches, toggle, type EventGroup, type EventType } from "./events";

type Props = { types: EventType[]; globs: string[]; onChange: (globs: string[]) => void; inputId: string; describedBy: string };

/** Chooses event types by family, one by one, or by a glob that is written. */
export function EventsPicker({ types, globs, onChange, inputId, describedBy }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const groups = useMemo(() => groupsOf(types), [types]);
  const told = types.filter((type) => globs.some((glob) => matches(glob, type.type))).length;
  const found = groups
    .map((group) => ({ ...group, types: group.types.filter((type) => type.type.includes(search.trim().toLowerCase())) }))
    .filter((group) => group.types.length > 0);
  const list = (isOptIn: boolean) =>
    found
      .filter((group) => group.isOptIn === isOptIn)
      .map((group) => (
        <Group key={`${group.name} ${search !== ""}`} group={group} globs={globs} onChange={onChange} isOpen={search !== ""} />
      ));
  return (
    <>
      <LabelGroup numLabels={50} aria-label={t("ghWebhookChosen")} data-testid="gh-webhook-globs">
        {globs.map((glob) => (
          <Label
            key={glob}
            isCompact
            color="blue"
            closeBtnAriaLabel={t("ghWebhookGlobRemove", { glob })}
            onClose={() => onChange(toggle(globs, glob, false))}
          >
            {glob}
          </Label>
        ))}
      </LabelGroup>
      <p className="pf-v5-u-my-sm">{t("ghWebhookTold", { count: told })}</p>
      <Checkbox
        id="gh-events-all"
        label={t("ghWebhookAllEvents")}
        description={t("ghWebhookAllEventsHelp")}
        isChecked={globs.includes("*")}
        onChange={(_event, isOn) => onChange(toggle(globs, "*", isOn))}
      />
      <GlobInput globs={globs} onChange={onChange} inputId={inputId} describedBy={describedBy} />
      <SearchInput
        className="pf-v5-u-my-sm"
        aria-label={t("ghWebhookEventSearch")}
        placeholder={t("ghWebhookEventSearch")}
        value={search}
        onChange={(_event, value) => setSearch(value)}
        onClear={() => setSearch("")}
      />
      {list(false)}
      <h2 className="pf-v5-u-mt-md pf-v5-u-font-weight-bold">{t("ghWebhookStockEvents")}</h2>
      <p className="pf-v5-u-color-200 pf-v5-u-font-size-sm">{t("ghWebhookStockEventsHelp")}</p>
      <div style={{ maxHeight: "20rem", overflowY: "auto" }} tabIndex={0} role="region" aria-label={t("ghWebhookStockEvents")}>
        {list(true)}
      </div>
      {found.length === 0 && <p>{t("ghWebhookNoEventType")}</p>}
    </>
  );
}

function Group(props: { group: EventGroup; globs: string[]; onChange: (globs: string[]) => void; isOpen: boolean }) {
  const { t } = useTranslation();
  const { group, globs, onChange } = props;
  const [isOpen, setOpen] = useState(props.isOpen);
  const hasAll = globs.some((glob) => glob !== "*" && matches(glob, `${group.name}.*`)) || (!group.isOptIn && globs.includes("*"));
  const count = group.types.filter((type) => globs.some((glob) => matches(glob, type.type))).length;
  return (
    <div data-testid={`gh-events-${group.name}`} className="pf-v5-u-mb-xs">
      <Checkbox
        id={`gh-events-${group.name}`}
        label={<code>{group.glob}</code>}
        description={t("ghWebhookGroupCount", { told: count, count: group.types.length })}
        isChecked={hasAll ? true : count > 0 ? null : false}
        isDisabled={hasAll && !globs.includes(group.glob)}
        onChange={() => onChange(toggle(globs, group.glob, !globs.includes(group.glob)))}
      />
      <ExpandableSection
        className="pf-v5-u-ml-lg"
        toggleText={t("ghWebhookGroupTypes", { group: group.name })}
        isExpanded={isOpen}
        onToggle={(_event, value) => setOpen(value)}
      >
        {group.types.map((type) => (
          <Checkbox
            key={type.type}
            id={`gh-event-${type.type}`}
            label={<code>{type.type}</code>}
            description={type.is_opt_in ? undefined : type.description}
            isChecked={globs.some((glob) => matches(glob, type.type))}
            isDisabled={globs.some((glob) => glob !== type.type && matches(glob, type.type))}
            onChange={(_event, isOn) => onChange(toggle(globs, type.type, isOn))}
          />
        ))}
      </ExpandableSection>
    </div>
  );
}

function GlobInput({ globs, onChange, inputId, describedBy }: Omit<Props, "types">) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const glob = text.trim();
  const isBad = glob !== "" && !isGlob(glob);
  const add = () => {
    if (!glob || isBad) return;
    onChange(toggle(globs, glob, true));
    setText("");
  };
  return (
    <div className="pf-v5-l-flex pf-m-nowrap pf-v5-u-mt-sm">
      <TextInput
        id={inputId}
        name="events"
        aria-describedby={describedBy}
        value={text}
        placeholder={t("ghWebhookGlobExample")}
        validated={isBad ? "error" : "default"}
        onChange={(_event, value) => setText(value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            add();
          }
        }}
      />
      <Button variant="secondary" isDisabled={!glob || isBad} onClick={add}>
        {t("ghWebhookGlobAdd")}
      </Button>
    </div>
  );
}
