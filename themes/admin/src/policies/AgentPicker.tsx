import { data, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { MenuToggle, Select, SelectList, SelectOption, TextInputGroup, TextInputGroupMain } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

type Agent = Schemas["Agent"];
const WAIT_MS = 250;

/** Finds an agent by its name and hands it over. */
export function AgentPicker({ id, label, onPick }: { id: string; label: string; onPick: (agent: Agent) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const found = useAgents(text, isOpen);
  const pick = (agent: Agent) => {
    onPick(agent);
    setText("");
    setOpen(false);
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
              inputId={id}
              aria-label={label}
              placeholder={label}
              autoComplete="off"
              role="combobox"
              isExpanded={isOpen}
              aria-controls={`${id}-list`}
              value={text}
              onClick={() => setOpen(true)}
              onChange={(_event, value) => {
                setText(value);
                setOpen(true);
              }}
              onKeyDown={(event) => {
                const first = found[0];
                if (event.key === "Enter" && isOpen && first) {
                  event.preventDefault();
                  pick(first);
                } else if (event.key === "ArrowDown") setOpen(true);
              }}
            />
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList aria-label={label}>
        {found.map((agent) => (
          <SelectOption key={agent.id} value={agent.id} description={agent.id}>
            {agent.name}
          </SelectOption>
        ))}
        {found.length === 0 && <SelectOption isDisabled>{t("ghPolicyNoAgent")}</SelectOption>}
      </SelectList>
    </Select>
  );
}

function useAgents(text: string, isOpen: boolean): Agent[] {
  const api = useApi();
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { value } = useLoad(
    async () => (isOpen ? (await data(api.GET("/agents", { params: { query: { limit: 10, search: asked || undefined } } }))).items : []),
    [asked, isOpen],
  );
  return value ?? [];
}
