import { Chip, ChipGroup, TextInputGroup, TextInputGroupMain } from "@patternfly/react-core";
import { useId, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useInputAttributes } from "./inputAttributes";

type Props = {
  id: string;
  name: string;
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  placeholder?: string;
  suggestions?: readonly string[];
  validated?: "default" | "error";
  "aria-describedby"?: string;
};

/** A list of words: each becomes a chip by Enter, a comma, a space or by leaving the field; a pasted list becomes many. */
export function Chips({ id, name, label, value, onChange, placeholder, suggestions = [], validated, ...rest }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const list = useId();
  const input = useInputAttributes({
    autocomplete: "off",
    list: suggestions.length ? list : undefined,
    "aria-describedby": rest["aria-describedby"],
    "aria-invalid": validated === "error" ? "true" : undefined,
  });
  const add = (words: string) => {
    const added = words.split(/[\s,]+/).filter((word) => word && !value.includes(word));
    if (added.length) onChange([...value, ...new Set(added)]);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && !text && value.length) onChange(value.slice(0, -1));
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\s,]/.test(pasted.trim())) return;
    event.preventDefault();
    add(text + pasted);
  };
  return (
    <>
      <TextInputGroup>
        <TextInputGroupMain
          inputId={id}
          name={name}
          value={text}
          type="text"
          placeholder={value.length ? undefined : (placeholder ?? t("ghChipsHow"))}
          innerRef={input}
          aria-label={label}
          onChange={(_event, next) => (/\s$/.test(next) ? add(next) : setText(next))}
          onBlur={() => add(text)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        >
          {value.length > 0 && (
            <ChipGroup aria-label={label} numChips={20}>
              {value.map((word) => (
                <Chip
                  key={word}
                  closeBtnAriaLabel={t("ghRemoveNamed", { name: word })}
                  onClick={() => onChange(value.filter((other) => other !== word))}
                >
                  {word}
                </Chip>
              ))}
            </ChipGroup>
          )}
        </TextInputGroupMain>
      </TextInputGroup>
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions
            .filter((word) => !value.includes(word))
            .map((word) => (
              <option key={word} value={word} />
            ))}
        </datalist>
      )}
    </>
  );
}
