import { Field, type Problem } from "@gatehouse/shared";
import {
  FormFieldGroup,
  FormFieldGroupHeader,
  InputGroup,
  InputGroupItem,
  InputGroupText,
  TextArea,
  TextInput,
} from "@patternfly/react-core";
import type { ReactNode } from "react";

export const Section = ({ title, help, children }: { title: string; help: string; children: ReactNode }) => (
  <FormFieldGroup
    header={<FormFieldGroupHeader titleText={{ text: <h2>{title}</h2>, id: `gh-${title.replaceAll(/\W+/g, "-")}` }} titleDescription={help} />}
  >
    {children}
  </FormFieldGroup>
);

/** A plain line of text. */
export function Line<F extends Record<string, unknown>>(props: {
  form: F;
  set: (change: Partial<F>) => void;
  problem?: Problem;
  name: keyof F & string;
  /** What the API calls it, when that is something else. */
  pointer?: string;
  label: string;
  help?: string;
  required?: boolean;
  type?: "text" | "number" | "datetime-local" | "url";
  unit?: string;
  max?: number;
  min?: number;
  placeholder?: string;
}) {
  const { form, set, name, type = "text", unit } = props;
  return (
    <Field name={props.pointer ?? name} label={props.label} help={props.help} required={props.required} problem={props.problem}>
      {(input) => {
        const text = (
          <TextInput
            {...input}
            name={name}
            type={type}
            isRequired={props.required}
            maxLength={type === "text" ? props.max : undefined}
            max={type === "number" ? props.max : undefined}
            min={type === "number" ? (props.min ?? 1) : undefined}
            placeholder={props.placeholder}
            value={form[name] as string}
            onChange={(_event, value) => set({ [name]: value } as Partial<F>)}
          />
        );
        return unit ? (
          <InputGroup>
            <InputGroupItem isFill>{text}</InputGroupItem>
            <InputGroupText>{unit}</InputGroupText>
          </InputGroup>
        ) : (
          text
        );
      }}
    </Field>
  );
}

/** An object as JSON. */
export function Json<F extends Record<string, unknown>>(props: {
  form: F;
  set: (change: Partial<F>) => void;
  problem?: Problem;
  name: keyof F & string;
  label: string;
  help: string;
  required?: boolean;
}) {
  const { form, set, name } = props;
  return (
    <Field name={name} label={props.label} help={props.help} required={props.required} problem={props.problem}>
      {(input) => (
        <TextArea
          {...input}
          name={name}
          className="pf-v5-u-font-family-monospace"
          resizeOrientation="vertical"
          rows={4}
          spellCheck={false}
          value={form[name] as string}
          onChange={(_event, value) => set({ [name]: value } as Partial<F>)}
        />
      )}
    </Field>
  );
}
