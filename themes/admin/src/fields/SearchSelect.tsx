import {
  Button,
  MenuToggle,
  Select,
  SelectList,
  SelectOption,
  TextInputGroup,
  TextInputGroupMain,
  TextInputGroupUtilities,
} from "@patternfly/react-core";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useInputAttributes } from "./inputAttributes";

export type Choice = { id: string; label: string; detail?: string };

type Props = {
  id: string;
  /** What the field is called; a label beside it names it for the eyes alone. */
  label: string;
  value?: Choice;
  onChange: (choice?: Choice) => void;
  /** At most a page of what fits the text. */
  search: (text: string) => Promise<Choice[]>;
  placeholder?: string;
  describedBy?: string;
  validated?: "default" | "error";
  isRequired?: boolean;
  name?: string;
};

/** Chooses one of many things by typing a part of its name: the server searches, 250 ms after the last key. */
export function SearchSelect({ id, label, value, onChange, search, placeholder, describedBy, validated, isRequired, name }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { choices, failed } = useChoices(open, text, search);
  const list = useId();
  const input = useInputAttributes({
    autocomplete: "off",
    "aria-describedby": describedBy,
    "aria-invalid": validated === "error" ? "true" : undefined,
    "aria-required": isRequired ? "true" : undefined,
  });
  const choose = (choice?: Choice) => {
    onChange(choice);
    setText("");
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const count = choices?.length ?? 0;
      if (count) setAt((at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (choices?.[at]) choose(choices[at]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Tab") setOpen(false);
  };
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={(_event, chosen) => choose(choices?.find((choice) => choice.id === chosen))}
      isScrollable
      maxMenuHeight="16rem"
      toggle={(ref) => (
        <MenuToggle
          innerRef={ref}
          variant="typeahead"
          isExpanded={open}
          isFullWidth
          status={validated === "error" ? "danger" : undefined}
          onClick={() => setOpen(!open)}
          aria-label={t("ghShowChoices")}
        >
          <TextInputGroup isPlain>
            <TextInputGroupMain
              inputId={id}
              name={name}
              value={open ? text : (value?.label ?? text)}
              placeholder={value?.label ?? placeholder ?? t("ghTypeToSearch")}
              innerRef={input}
              aria-label={label}
              role="combobox"
              isExpanded={open}
              aria-controls={list}
              aria-activedescendant={open && choices?.[at] ? `${list}-${at}` : undefined}
              onClick={() => setOpen(true)}
              onChange={(_event, next) => {
                setText(next);
                setAt(0);
                setOpen(true);
              }}
              onKeyDown={onKeyDown}
            />
            {value && (
              <TextInputGroupUtilities>
                <Button variant="plain" aria-label={t("ghClearChoice", { name: value.label })} onClick={() => choose()}>
                  <span aria-hidden>×</span>
                </Button>
              </TextInputGroupUtilities>
            )}
          </TextInputGroup>
        </MenuToggle>
      )}
    >
      <SelectList id={list} aria-label={label}>
        {choices?.map((choice, index) => (
          <SelectOption
            key={choice.id}
            id={`${list}-${index}`}
            value={choice.id}
            description={choice.detail}
            isFocused={index === at}
            isSelected={choice.id === value?.id}
          >
            {choice.label}
          </SelectOption>
        ))}
        {!choices?.length && (
          <SelectOption isDisabled value="">
            {failed ? t("ghSearchFailed") : choices ? t("ghNothingFound") : t("ghLoading")}
          </SelectOption>
        )}
      </SelectList>
    </Select>
  );
}

function useChoices(open: boolean, text: string, search: (text: string) => Promise<Choice[]>) {
  const [state, setState] = useState<{ choices?: Choice[]; failed?: boolean }>({});
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    const timer = setTimeout(
      () =>
        search(text.trim()).then(
          (choices) => current && setState({ choices }),
          () => current && setState({ choices: [], failed: true }),
        ),
      text ? 250 : 0,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `search` is made anew with each rendering
  }, [open, text]);
  return state;
}
