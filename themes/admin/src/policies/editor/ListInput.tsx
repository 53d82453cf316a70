import { TextArea } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { isSame } from "../draft";

const parse = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

type Props = {
  id: string;
  name: string;
  lines: readonly string[];
  onChange: (lines: string[]) => void;
  validated?: "default" | "error";
  "aria-describedby"?: string;
  "aria-label"?: string;
  isDisabled?: boolean;
};

/** Several values, one on each line. What is being typed stays as it is, also an empty line that is yet to be filled. */
export function ListInput({ lines, onChange, isDisabled, ...input }: Props) {
  const [text, setText] = useState(lines.join("\n"));
  useEffect(() => {
    setText((before) => (isSame(parse(before), lines) ? before : lines.join("\n")));
  }, [lines]);
  return (
    <TextArea
      {...input}
      value={text}
      disabled={isDisabled}
      rows={Math.min(8, Math.max(1, text.split("\n").length))}
      resizeOrientation="vertical"
      spellCheck={false}
      onChange={(_event, value) => {
        setText(value);
        onChange(parse(value));
      }}
    />
  );
}
