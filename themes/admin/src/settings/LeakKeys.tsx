import { Field } from "@gatehouse/shared";
import { Button, FormGroup, TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Inputs } from "./inputs";

const MOST = 8;

/** The public keys of senders of leak reports. */
export function LeakKeys({ draft, set, problem }: Inputs) {
  const { t } = useTranslation();
  const keys = draft.leak_report_keys;
  const change = (at: number, part: Partial<(typeof keys)[number]>) =>
    set({ leak_report_keys: keys.map((key, index) => (index === at ? { ...key, ...part } : key)) });
  const fault = problem?.all("leak_report_keys").join(" ");
  return (
    <FormGroup role="group" label={t("ghSetting_leak_report_keys")}>
      <p className="pf-v5-u-mb-md">{t("ghSettingHelp_leak_report_keys")}</p>
      {fault && (
        <p className="pf-v5-u-danger-color-100" role="alert" data-testid="gh-fault-leak_report_keys">
          {fault}
        </p>
      )}
      {keys.map((key, at) => (
        <div key={at} data-testid="gh-leak-key" className="pf-v5-c-form pf-v5-u-mb-lg" role="group" aria-label={t("ghSettingsLeakKey", { number: at + 1 })}>
          <Field name={`leak_report_keys/${at}/id`} label={t("ghSettingsLeakId")} help={t("ghSettingsLeakIdHelp")} required problem={problem}>
            {(input) => <TextInput {...input} maxLength={128} value={key.id} onChange={(_event, id) => change(at, { id })} />}
          </Field>
          <Field name={`leak_report_keys/${at}/key`} label={t("ghSettingsLeakPem")} help={t("ghSettingsLeakPemHelp")} required problem={problem}>
            {(input) => (
              <TextArea
                {...input}
                rows={5}
                maxLength={1000}
                resizeOrientation="vertical"
                placeholder="-----BEGIN PUBLIC KEY-----"
                value={key.key}
                onChange={(_event, value) => change(at, { key: value })}
              />
            )}
          </Field>
          <Button
            variant="link"
            isDanger
            isInline
            aria-label={t("ghSettingsLeakRemoveOf", { id: key.id || at + 1 })}
            onClick={() => set({ leak_report_keys: keys.filter((_key, index) => index !== at) })}
          >
            {t("ghSettingsLeakRemove")}
          </Button>
        </div>
      ))}
      <Button
        variant="secondary"
        data-testid="gh-leak-add"
        isDisabled={keys.length >= MOST}
        onClick={() => set({ leak_report_keys: [...keys, { id: "", key: "" }] })}
      >
        {t("ghSettingsLeakAdd")}
      </Button>
    </FormGroup>
  );
}
