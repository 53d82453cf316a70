import type { Problem } from "@gatehouse/shared";
import { Checkbox, TextArea, TextInput } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AgentPicker } from "../AgentPicker";
import { CHOICES, kindOf } from "../conditions";
import { isSame, linesOf, pretty, valueOf, type Json } from "../draft";
import { ListInput } from "./ListInput";
import { TimeInput } from "./TimeInput";

type Input = { id: string; validated: "default" | "error"; "aria-describedby": string };
type Props = { name: string; pointer: string; value: unknown; input: Input; problem?: Problem; onChange: (value: unknown) => void };

/** The value of one condition, each kind in its own way; what none of them can show, as JSON. */
export function ConditionValue({ name, pointer, value, input, problem, onChange }: Props) {
  const { t } = useTranslation();
  const field = { ...input, name: pointer };
  switch (kindOf(name, value)) {
    case "list":
      return <ListInput {...field} lines={linesOf(value)} onChange={(lines) => onChange(valueOf(lines))} />;
    case "agents":
      return (
        <>
          <ListInput {...field} lines={linesOf(value)} onChange={(lines) => onChange(valueOf(lines))} />
          <AgentPicker id={`${input.id}-pick`} label={t("ghPolicyAddAgent")} onPick={(agent) => onChange(valueOf([...new Set([...linesOf(value), agent.id])]))} />
        </>
      );
    case "choice":
      return <Choices id={input.id} describedBy={input["aria-describedby"]} choices={CHOICES[name] ?? []} value={value} onChange={onChange} />;
    case "number":
      return (
        <TextInput {...field} type="number" min={0} value={String(value)} onChange={(_event, text) => onChange(text === "" ? "" : Number(text))} />
      );
    case "time":
      return <TimeInput id={input.id} pointer={pointer} value={value as Json} problem={problem} onChange={onChange} />;
    case "cel":
      return (
        <TextArea {...field} className="gh-code" rows={3} spellCheck={false} resizeOrientation="vertical" value={String(value)} onChange={(_event, text) => onChange(text.replaceAll("\n", " "))} />
      );
    default:
      return <JsonValue field={field} value={value} onChange={onChange} />;
  }
}

type ChoicesProps = { id: string; describedBy: string; choices: readonly string[]; value: unknown; onChange: (value: unknown) => void };

function Choices({ id, describedBy, choices, value, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const chosen = linesOf(value);
  const all = [...choices, ...chosen.filter((one) => !choices.includes(one))];
  return (
    <div role="group" aria-describedby={describedBy} className="gh-inline-checks">
      {all.map((choice, index) => (
        <Checkbox
          key={choice}
          id={index === 0 ? id : `${id}-${choice}`}
          label={t(`ghPolicyChoice_${choice}`, choice)}
          isChecked={chosen.includes(choice)}
          onChange={(_event, isOn) => onChange(valueOf(all.filter((one) => (one === choice ? isOn : chosen.includes(one)))))}
        />
      ))}
    </div>
  );
}

/** A text that is no JSON yet is kept here and does not reach the draft. */
function JsonValue({ field, value, onChange }: { field: Input & { name: string }; value: unknown; onChange: (value: unknown) => void }) {
  const [text, setText] = useState(pretty(value));
  const parsed = parse(text);
  useEffect(() => {
    setText((before) => (isSame(parse(before)?.value, value) ? before : pretty(value)));
  }, [value]);
  return (
    <TextArea
      {...field}
      className="gh-code"
      rows={Math.min(10, text.split("\n").length)}
      spellCheck={false}
      resizeOrientation="vertical"
      value={text}
      validated={parsed ? field.validated : "error"}
      onChange={(_event, next) => {
        setText(next);
        const read = parse(next);
        if (read) onChange(read.value);
      }}
    />
  );
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
