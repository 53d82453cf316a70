import { Field, useApi, data, useLoad, type Problem } from "@gatehouse/shared";
import { FormGroup, FormSelect, FormSelectOption, Radio, TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { ScopeInput } from "../frame/Scopes";
import { useSession } from "../frame/session";
import { EXPIRIES, type KeyValues } from "./keyForm";

/** The fields that show their faults themselves. */
export const SHOWN = ["name", "scopes", "expires_in_days", "expires_at", "environment", "allowed_ips"];

type Props = { values: KeyValues; problem?: Problem; isNew?: boolean; onChange: (values: KeyValues) => void };

/** What a person says of a key. Lifetime and environment are of its creation only: later they cannot be changed. */
export function KeyFields({ values, problem, isNew, onChange }: Props) {
  const { t } = useTranslation();
  const known = useKnownScopes();
  const set = (some: Partial<KeyValues>) => onChange({ ...values, ...some });
  return (
    <>
      <Field name="name" label={t("ghKeyName")} help={t("ghKeyNameHelp")} required problem={problem}>
        {(input) => (
          <TextInput
            {...input}
            name="name"
            isRequired
            maxLength={100}
            autoComplete="off"
            placeholder="mobile-prod-read"
            value={values.name}
            onChange={(_event, name) => set({ name })}
          />
        )}
      </Field>
      <Field name="scopes" label={t("ghScopes")} help={t("ghKeyScopesHelp")} problem={problem}>
        {(input) => <ScopeInput {...input} value={values.scopes} known={known} onChange={(scopes) => set({ scopes })} />}
      </Field>
      {isNew && <Expiry values={values} problem={problem} set={set} />}
      {isNew && (
        <FormGroup role="radiogroup" fieldId="gh-environment" label={t("ghEnvironment")} isStack>
          {(["live", "test"] as const).map((environment) => (
            <Radio
              key={environment}
              id={`gh-environment-${environment}`}
              name="environment"
              label={t(`ghEnvironment_${environment}`)}
              description={t(`ghEnvironmentHelp_${environment}`)}
              isChecked={values.environment === environment}
              onChange={() => set({ environment })}
            />
          ))}
        </FormGroup>
      )}
      <Field name="allowed_ips" label={t("ghAllowedIps")} help={t("ghAllowedIpsHelp")} problem={problem}>
        {(input) => (
          <TextArea
            {...input}
            name="allowed_ips"
            rows={2}
            resizeOrientation="vertical"
            placeholder={"203.0.113.7\n2001:db8::/48"}
            value={values.allowedIps}
            onChange={(_event, allowedIps) => set({ allowedIps })}
          />
        )}
      </Field>
    </>
  );
}

function Expiry(props: { values: KeyValues; problem?: Problem; set: (some: Partial<KeyValues>) => void }) {
  const { t } = useTranslation();
  const { values, problem, set } = props;
  const label = (choice: KeyValues["expiry"]) => {
    if (choice === "") return t("ghExpiryDefault");
    return choice === "date" ? t("ghExpiryDate") : t("ghExpiryDays", { count: Number(choice) });
  };
  return (
    <>
      <Field name="expires_in_days" label={t("ghExpiry")} help={t("ghExpiryHelp")} problem={problem}>
        {(input) => (
          <FormSelect
            {...input}
            name="expiry"
            value={values.expiry}
            onChange={(_event, expiry) => set({ expiry: expiry as KeyValues["expiry"] })}
          >
            {EXPIRIES.map((choice) => (
              <FormSelectOption key={choice} value={choice} label={label(choice)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {values.expiry === "date" && (
        <Field name="expires_at" label={t("ghExpiryLastDay")} required problem={problem}>
          {(input) => (
            <TextInput
              {...input}
              type="date"
              name="date"
              isRequired
              min={new Date().toISOString().slice(0, 10)}
              value={values.date}
              onChange={(_event, date) => set({ date })}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** The scopes that the person's other keys have; without them the field works as well. */
function useKnownScopes(): string[] {
  const api = useApi();
  const { userId } = useSession();
  const keys = useLoad(() => data(api.GET("/api-keys", { params: { query: { owner: userId, limit: 100 } } })), [userId]);
  return [...new Set(keys.value?.items.flatMap((key) => key.scopes))].sort();
}
