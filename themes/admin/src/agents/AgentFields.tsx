import { Field, type Problem } from "@gatehouse/shared";
import {
  Checkbox,
  FormGroup,
  FormSelect,
  FormSelectOption,
} from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Chips } from "../fields/Chips";
import { Json, Line, Section } from "../fields/lines";
import { OwnerPicker, PartyField } from "../fields/OwnerPicker";
import { SearchSelect } from "../fields/SearchSelect";
import { useScopeNames } from "../fields/useScopeNames";
import { credentials, modes, ownerKinds, type AgentForm } from "./agent";
import { useBlueprints } from "./AgentToolbar";
import { CredentialFields } from "./CredentialFields";

export type FieldsProps = {
  form: AgentForm;
  set: (change: Partial<AgentForm>) => void;
  problem?: Problem;
  /** Whether the agent is there already: what never changes is left out. */
  editing?: boolean;
};

export const shownFields = [
  ...["name", "owner", "description", "scopes", "audiences", "mode", "credential", "jwks", "jwks_uri", "federated_issuer"],
  ...["federated_subject", "tls_client_auth_subject_dn", "tls_client_auth_ca_subject_dn", "sponsor", "sponsor_review_at"],
  ...["expires_at", "max_token_ttl", "idle_expires_after_days", "model_provider", "model_name", "framework", "metadata"],
  ...["blueprint_id", "organization_id", "dpop_bound_access_tokens"],
];

export function AgentFields(props: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Who {...props} />
      <Section title={t("ghAgentMay")} help={t("ghAgentMayHelp")}>
        <Rights {...props} />
      </Section>
      <Section title={t("ghAgentProof")} help={t("ghAgentProofHelp")}>
        <CredentialFields {...props} />
      </Section>
      <Section title={t("ghAgentEnd")} help={t("ghAgentEndHelp")}>
        <Ends {...props} />
      </Section>
      <Section title={t("ghAgentAbout")} help={t("ghAgentAboutHelp")}>
        <About {...props} />
      </Section>
    </>
  );
}

function Who({ form, set, problem, editing }: FieldsProps) {
  const { t } = useTranslation();
  const blueprints = useBlueprints();
  return (
    <>
      <Line form={form} set={set} problem={problem} name="name" label={t("ghName")} help={t("ghAgentNameHelp")} required max={100} />
      {!editing && (
        <Field name="owner" label={t("ghOwner")} help={t("ghAgentOwnerHelp")} required problem={problem}>
          {(input) => <OwnerPicker input={input} kinds={ownerKinds} value={form.owner} onChange={(owner) => set({ owner })} />}
        </Field>
      )}
      <Line form={form} set={set} problem={problem} name="description" label={t("ghDescription")} help={t("ghAgentDescriptionHelp")} max={500} />
      {!editing && (
        <Field name="blueprint_id" label={t("ghBlueprint")} help={t("ghAgentBlueprintHelp")} problem={problem}>
          {(input) => (
            <SearchSelect
              id={input.id}
              name="blueprint_id"
              label={t("ghBlueprint")}
              value={form.blueprint}
              onChange={(blueprint) => set({ blueprint, mode: blueprint ? "" : "autonomous", credential: blueprint ? "" : "secret" })}
              search={blueprints}
              describedBy={input["aria-describedby"]}
              validated={input.validated}
              placeholder={t("ghNoBlueprint")}
            />
          )}
        </Field>
      )}
    </>
  );
}

function Rights({ form, set, problem, editing }: FieldsProps) {
  const { t } = useTranslation();
  const scopes = useScopeNames();
  return (
    <>
      <Field name="scopes" label={t("ghScopes")} help={t("ghAgentScopesHelp")} problem={problem}>
        {(input) => (
          <Chips {...input} name="scopes" label={t("ghScopes")} value={form.scopes} suggestions={scopes} onChange={(next) => set({ scopes: next })} />
        )}
      </Field>
      <Field name="audiences" label={t("ghAudiences")} help={t("ghAgentAudiencesHelp")} problem={problem}>
        {(input) => (
          <Chips {...input} name="audiences" label={t("ghAudiences")} value={form.audiences} onChange={(next) => set({ audiences: next })} />
        )}
      </Field>
      {!editing && (
        <>
          <Field name="mode" label={t("ghMode")} help={t("ghAgentModeHelp")} problem={problem}>
            {(input) => (
              <FormSelect {...input} name="mode" value={form.mode} onChange={(_event, mode) => set({ mode })}>
                {form.blueprint && <FormSelectOption value="" label={t("ghAsBlueprint")} />}
                {modes.map((mode) => (
                  <FormSelectOption key={mode} value={mode} label={t(`ghAgentMode_${mode}`)} />
                ))}
              </FormSelect>
            )}
          </Field>
          <Field name="organization_id" label={t("ghOrganization")} help={t("ghAgentOrganizationHelp")} problem={problem}>
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
        </>
      )}
      <Line
        {...{ form, set, problem }}
        name="max_token_ttl"
        type="number"
        max={86400}
        label={t("ghMaxTokenTtl")}
        help={t("ghMaxTokenTtlHelp")}
        unit={t("ghSeconds")}
      />
    </>
  );
}

function Ends({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Line {...{ form, set, problem }} name="expires_at" type="datetime-local" label={t("ghExpires")} help={t("ghAgentExpiresHelp")} />
      <Line
        {...{ form, set, problem }}
        name="idle_expires_after_days"
        type="number"
        max={3650}
        label={t("ghIdle")}
        help={t("ghIdleHelp")}
        unit={t("ghDays")}
      />
      <Field name="sponsor" label={t("ghSponsor")} help={t("ghSponsorHelp")} problem={problem}>
        {(input) => <PartyField input={input} name="sponsor" kind="user" value={form.sponsor} onChange={(sponsor) => set({ sponsor })} />}
      </Field>
      <Line {...{ form, set, problem }} name="sponsor_review_at" type="datetime-local" label={t("ghSponsorReview")} help={t("ghSponsorReviewHelp")} />
    </>
  );
}

function About({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Line {...{ form, set, problem }} name="model_provider" label={t("ghModelProvider")} max={100} placeholder="anthropic" />
      <Line {...{ form, set, problem }} name="model_name" label={t("ghModelName")} max={100} />
      <Line {...{ form, set, problem }} name="framework" label={t("ghFramework")} max={100} />
      <Json {...{ form, set, problem }} name="metadata" label={t("ghMetadata")} help={t("ghMetadataHelp")} />
    </>
  );
}

/** What kind of proof, for a new agent or a blueprint. */
export function CredentialChoice({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Field name="credential" label={t("ghCredential")} help={t("ghCredentialHelp")} problem={problem}>
      {(input) => (
        <FormSelect {...input} name="credential" value={form.credential} onChange={(_event, credential) => set({ credential })}>
          {form.blueprint && <FormSelectOption value="" label={t("ghAsBlueprint")} />}
          {credentials.map((credential) => (
            <FormSelectOption key={credential} value={credential} label={t(`ghAgentCredential_${credential}`)} />
          ))}
        </FormSelect>
      )}
    </Field>
  );
}

export function DpopBox({ checked, onChange, problem }: { checked: boolean; onChange: (on: boolean) => void; problem?: Problem }) {
  const { t } = useTranslation();
  return (
    <FormGroup fieldId="gh-dpop" role="group" aria-label={t("ghDpop")}>
      <Checkbox
        id="gh-dpop"
        name="dpop_bound_access_tokens"
        label={t("ghDpop")}
        description={problem?.field("dpop_bound_access_tokens") ?? t("ghDpopHelp")}
        isChecked={checked}
        onChange={(_event, on) => onChange(on)}
      />
    </FormGroup>
  );
}
