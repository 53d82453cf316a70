import { data, useApi, useLoad } from "@gatehouse/shared";
import { MenuToggle, Select, SelectList, SelectOption, TextInputGroup, TextInputGroupMain } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useInputAttributes } from "../fields/inputAttributes";

export type PickedAgent = { id: string; name?: string };

const AGENT_ID = /^agent_[0-9a-f]{12}$/;
const WAIT_MS = 250;

type Props = {
  id: string;
  label: string;
  /** The agent that is chosen, for fields that hold one. */
  chosen?: PickedAgent;
  onPick: (agent: PickedAgent) => void;
  onClear?: () => void;
  "aria-describedby"?: string;
};

/** Finds an agent by its name, or takes an id as it was pasted, and hands it over. */
export function AgentPicker({ id, label, chosen, onPick, onClear, ...input }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState<string>();
  const found = useAgents(text ?? "", isOpen);
  const attributes = useInputAttributes({ autocomplete: "off", "aria-describedby": input["aria-describedby"] });
  const shown = text ?? (chosen?.id ? (chosen.name ? `${chosen.name} (${chosen.id})` : chosen.id) : "");
  const pick = (agent: PickedAgent) => {
    onPick(agent);
    setText(undefined);
    setOpen(false);
  };
  const type = (value: string) => {
    setText(value);
    setOpen(true);
    onClear?.();
  };
  return (
    <Select
      id={`${id}-list`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={(_event, value) => {
        const agent = found.find((one) => one.id === value);
        if (agent) pick(agent);
      }}
      toggle={(ref) => (
        <MenuToggle ref={ref} variant="typeahead" isFullWidth isExpanded={isOpen} onClick={() => setOpen(!isOpen)} aria-label={label}>
          <TextInputGroup isPlain>
            <TextInputGroupMain
              innerRef={attributes}
              inputId={id}
              data-testid={`${id}-input`}
              aria-label={label}
              placeholder={t("ghPolicyFindAgent")}
              role="combobox"
              isExpanded={isOpen}
              aria-controls={`${id}-list`}
              value={shown}
              onClick={() => setOpen(true)}
              onChange={(_event, value) => type(value)}
              onKeyDown={(event) => {
                const first = found[0];
                if (event.key === "Enter") {
                  event.preventDefault();
                  if (isOpen && first) pick(first);
                } else if (event.key === "ArrowDown") setOpen(true);
              }}
            />
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList aria-label={label}>
        {found.map((agent) => (
          <SelectOption key={agent.id} value={agent.id} description={agent.name && agent.id}>
            {agent.name ?? agent.id}
          </SelectOption>
        ))}
        {found.length === 0 && <SelectOption isDisabled>{t("ghPolicyNoAgent")}</SelectOption>}
      </SelectList>
    </Select>
  );
}

function useAgents(text: string, isOpen: boolean): PickedAgent[] {
  const api = useApi();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { value } = useLoad<PickedAgent[]>(async () => {
    if (!isOpen) return [];
    if (AGENT_ID.test(asked)) return [{ id: asked }];
    return (await data(api.GET("/agents", { params: { query: { limit: 10, search: asked || undefined } } }))).items;
  }, [asked, isOpen]);
  return value ?? [];
}
