import { Field, type Problem } from "@gatehouse/shared";
import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Chips } from "../fields/Chips";
import { Json, Line, Section } from "../fields/lines";
import { OwnerPicker, PartyField } from "../fields/OwnerPicker";
import { useScopeNames } from "../fields/useScopeNames";
import { environments, isTellingName, lifetimes, ownerKinds, type KeyForm } from "./apiKey";
import { RateLimits } from "./RateLimits";

export type FieldsProps = {
  form: KeyForm;
  set: (change: Partial<KeyForm>) => void;
  problem?: Problem;
  /** Whether the key is there already: what never changes is left out. */
  editing?: boolean;
};

export const shownFields = [
  ...["name", "environment", "scopes", "owner", "expires_in_days", "expires_at", "audiences", "organization_id", "allowed_ips"],
  ...["rate_limits", "credits/remaining", "credits/refill_amount", "credits/refill_interval", "metadata"],
];

export function KeyFields(props: FieldsProps) {
  const { form, set, problem, editing } = props;
  const { t } = useTranslation();
  const scopes = useScopeNames();
  const nameHelp = !form.name.trim() || isTellingName(form.name) ? "ghKeyNameHelp" : "ghKeyNameTip";
  return (
    <>
      <Line {...{ form, set, problem }} name="name" label={t("ghName")} help={t(nameHelp)} required max={100} placeholder="billing-prod-export" />
      {!editing && <Environment {...props} />}
      <Field name="scopes" label={t("ghScopes")} help={t("ghKeyScopesHelp")} problem={problem}>
        {(input) => (
          <Chips {...input} name="scopes" label={t("ghScopes")} value={form.scopes} suggestions={scopes} onChange={(next) => set({ scopes: next })} />
        )}
      </Field>
      {!editing && (
        <>
          <Field name="owner" label={t("ghOwner")} help={t("ghKeyOwnerHelp")} problem={problem}>
            {(input) => <OwnerPicker input={input} kinds={ownerKinds} value={form.owner} onChange={(owner) => set({ owner })} />}
          </Field>
          <Expiry {...props} />
        </>
      )}
      <Section title={t("ghKeyBounds")} help={t("ghKeyBoundsHelp")}>
        <Field name="allowed_ips" label={t("ghAllowedIps")} help={t("ghAllowedIpsHelp")} problem={problem}>
          {(input) => (
            <Chips
              {...input}
              name="allowed_ips"
              label={t("ghAllowedIps")}
              placeholder="192.0.2.0/24"
              value={form.allowed_ips}
              onChange={(allowed_ips) => set({ allowed_ips })}
            />
          )}
        </Field>
        <RateLimits {...props} />
        <Credits {...props} />
      </Section>
      <Section title={t("ghKeyMore")} help={t("ghKeyMoreHelp")}>
        <Field name="audiences" label={t("ghAudiences")} help={t("ghKeyAudiencesHelp")} problem={problem}>
          {(input) => (
            <Chips {...input} name="audiences" label={t("ghAudiences")} value={form.audiences} onChange={(audiences) => set({ audiences })} />
          )}
        </Field>
        {!editing && (
          <Field name="organization_id" label={t("ghOrganization")} help={t("ghKeyOrganizationHelp")} problem={problem}>
            {(input) => (
              <PartyField
                input={input}
                name="organization_id"
                kind="organization"
                value={form.organization}
                onChange={(organization) => set({ organization })}
              />
            )}
          </Field>
        )}
        <Json {...{ form, set, problem }} name="metadata" label={t("ghMetadata")} help={t("ghKeyMetadataHelp")} />
      </Section>
    </>
  );
}

function Environment({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Field name="environment" label={t("ghEnvironment")} help={t("ghEnvironmentHelp")} problem={problem}>
      {(input) => (
        <FormSelect {...input} name="environment" value={form.environment} onChange={(_event, environment) => set({ environment })}>
          {environments.map((environment) => (
            <FormSelectOption key={environment} value={environment} label={t(`ghEnvironment_${environment}`)} />
          ))}
        </FormSelect>
      )}
    </Field>
  );
}

function Expiry({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field name="expires_in_days" label={t("ghExpires")} help={t("ghKeyExpiresHelp")} problem={problem}>
        {(input) => (
          <FormSelect {...input} name="expires_in_days" value={form.lifetime} onChange={(_event, lifetime) => set({ lifetime })}>
            {lifetimes.map((days) => (
              <FormSelectOption
                key={days}
                value={days}
                label={days === "" ? t("ghLifetimeDefault") : days === "date" ? t("ghLifetimeDate") : t("ghDaysCount", { count: Number(days) })}
              />
            ))}
          </FormSelect>
        )}
      </Field>
      {form.lifetime === "date" && (
        <Line {...{ form, set, problem }} name="expires_at" type="datetime-local" label={t("ghLifetimeDate")} required />
      )}
    </>
  );
}

function Credits({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  const all = { form, set, problem };
  return (
    <>
      <Line {...all} name="remaining" pointer="credits/remaining" type="number" min={0} label={t("ghCredits")} help={t("ghCreditsHelp")} />
      <Field name="credits/refill_interval" label={t("ghRefill")} problem={problem}>
        {(input) => (
          <FormSelect
            {...input}
            name="refill_interval"
            value={form.refill_interval}
            onChange={(_event, refill_interval) => set({ refill_interval })}
          >
            {["", "daily", "monthly"].map((interval) => (
              <FormSelectOption key={interval} value={interval} label={t(`ghRefill_${interval || "never"}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {form.refill_interval && (
        <Line {...all} name="refill_amount" pointer="credits/refill_amount" type="number" label={t("ghRefillAmount")} help={t("ghRefillAmountHelp")} required />
      )}
    </>
  );
}
