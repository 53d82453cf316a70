import { Field, type Problem } from "@gatehouse/shared";
import {
  FormFieldGroup,
  FormFieldGroupHeader,
  InputGroup,
  InputGroupItem,
  InputGroupText,
  Label,
  LabelGroup,
  Radio,
  Switch,
  TextInput,
} from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "./changes";

export type Inputs = { draft: Settings; set: (change: Partial<Settings>) => void; problem?: Problem };

type Of<T> = { [S in keyof Settings]: Settings[S] extends T ? S : never }[keyof Settings];

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <FormFieldGroup header={<FormFieldGroupHeader titleText={{ text: <h2 className="pf-v5-c-title pf-m-lg">{title}</h2>, id: `gh-${title.replace(/\W+/g, "-")}` }} />}>{children}</FormFieldGroup>
);

export function TextSetting({ name, maxLength, draft, set, problem }: Inputs & { name: "key_prefix" | "login_client_id" | "time_zone" | "upgrade_url"; maxLength: number }) {
  const { t } = useTranslation();
  return (
    <Field name={name} label={t(`ghSetting_${name}`)} help={t(`ghSettingHelp_${name}`)} problem={problem}>
      {(input) => (
        <TextInput {...input} name={name} maxLength={maxLength} value={draft[name]} onChange={(_event, value) => set({ [name]: value })} />
      )}
    </Field>
  );
}

export function NumberSetting(props: Inputs & { name: Of<number>; unit?: string; min: number; max: number }) {
  const { t, i18n } = useTranslation();
  const { name, draft, set, problem, min, max } = props;
  const bounds = t("ghSettingsBounds", { min: min.toLocaleString(i18n.language), max: max.toLocaleString(i18n.language) });
  return (
    <Field name={name} label={t(`ghSetting_${name}`)} help={`${t(`ghSettingHelp_${name}`)} ${bounds}`} problem={problem}>
      {(input) => (
        <InputGroup>
          <InputGroupItem isFill>
            <TextInput
              {...input}
              name={name}
              type="number"
              min={min}
              required
              value={Number.isNaN(draft[name]) ? "" : draft[name]}
              onChange={(event) => set({ [name]: event.currentTarget.valueAsNumber })}
            />
          </InputGroupItem>
          {props.unit && <InputGroupText>{props.unit}</InputGroupText>}
        </InputGroup>
      )}
    </Field>
  );
}

export function BoolSetting({ name, draft, set, problem }: Inputs & { name: Of<boolean> }) {
  const { t } = useTranslation();
  return (
    <Field name={name} label={t(`ghSetting_${name}`)} help={t(`ghSettingHelp_${name}`)} problem={problem}>
      {(input) => (
        <Switch
          id={input.id}
          aria-describedby={input["aria-describedby"]}
          name={name}
          aria-label={t(`ghSetting_${name}`)}
          label={t("ghSettingsOn")}
          labelOff={t("ghSettingsOff")}
          isChecked={draft[name]}
          onChange={(_event, value) => set({ [name]: value })}
        />
      )}
    </Field>
  );
}

export function EffectSetting({ draft, set, problem }: Inputs) {
  const { t } = useTranslation();
  return (
    <Field name="default_effect" label={t("ghSetting_default_effect")} problem={problem}>
      {(input) => (
        <div role="radiogroup" aria-label={t("ghSetting_default_effect")} aria-describedby={input["aria-describedby"]}>
          {(["allow", "deny"] as const).map((effect) => (
            <Radio
              key={effect}
              id={`${input.id}-${effect}`}
              name="default_effect"
              label={t(`ghSettingEffect_${effect}`)}
              description={t(`ghSettingEffectHelp_${effect}`)}
              isChecked={draft.default_effect === effect}
              onChange={() => set({ default_effect: effect })}
            />
          ))}
        </div>
      )}
    </Field>
  );
}

/** Scopes one by one; written with Enter or a space after each. */
export function ScopesSetting({ draft, set, problem }: Inputs) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const scopes = draft.self_service_scopes;
  const write = (value: string) => {
    const words = value.split(/[\s,]+/);
    const rest = /[\s,]$/.test(value) ? "" : (words.pop() ?? "");
    const added = words.filter((word) => word && !scopes.includes(word));
    if (added.length) set({ self_service_scopes: [...scopes, ...added] });
    setText(rest);
  };
  return (
    <Field name="self_service_scopes" label={t("ghSetting_self_service_scopes")} help={t("ghSettingHelp_self_service_scopes")} problem={problem}>
      {(input) => (
        <>
          {scopes.length > 0 && (
            <LabelGroup numLabels={100} aria-label={t("ghSetting_self_service_scopes")} className="pf-v5-u-mb-sm">
              {scopes.map((scope) => (
                <Label
                  key={scope}
                  color="blue"
                  closeBtnAriaLabel={t("ghSettingsScopeRemove", { scope })}
                  onClose={() => set({ self_service_scopes: scopes.filter((other) => other !== scope) })}
                >
                  {scope}
                </Label>
              ))}
            </LabelGroup>
          )}
          <TextInput
            {...input}
            name="self_service_scopes"
            placeholder="calendar.read"
            value={text}
            onChange={(_event, value) => write(value)}
            onBlur={() => write(`${text} `)}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                write(`${text} `);
              }
            }}
          />
        </>
      )}
    </Field>
  );
}
