import { Field, type Problem, type Schemas } from "@gatehouse/shared";
import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Chips } from "../fields/Chips";
import { Json, Line, Section } from "../fields/lines";
import { useScopeNames } from "../fields/useScopeNames";
import { changes, mergePatch, parseObject, showObject, toNumber } from "../fields/values";
import { credentials, modes } from "./agent";
import { DpopBox } from "./AgentFields";

type Blueprint = Schemas["AgentBlueprint"];
type CreateBlueprint = Schemas["CreateAgentBlueprintRequest"];
type PatchBlueprint = Schemas["PatchAgentBlueprintRequest"];
type Words = { invalidJson: string };

export const emptyBlueprint = {
  name: "",
  description: "",
  scopes: [] as string[],
  audiences: [] as string[],
  mode: "autonomous" as string,
  credential: "secret" as string,
  dpop_bound_access_tokens: false,
  expires_in_days: "",
  idle_expires_after_days: "",
  max_token_ttl: "",
  model_provider: "",
  model_name: "",
  framework: "",
  metadata: "",
};

type Form = typeof emptyBlueprint;

export const shownFields = Object.keys(emptyBlueprint);

export const formOf = (blueprint: Blueprint): Form => ({
  name: blueprint.name,
  description: blueprint.description ?? "",
  scopes: blueprint.scopes,
  audiences: blueprint.audiences,
  mode: blueprint.mode,
  credential: blueprint.credential,
  dpop_bound_access_tokens: blueprint.dpop_bound_access_tokens,
  expires_in_days: blueprint.expires_in_days?.toString() ?? "",
  idle_expires_after_days: blueprint.idle_expires_after_days?.toString() ?? "",
  max_token_ttl: blueprint.max_token_ttl?.toString() ?? "",
  model_provider: blueprint.model_provider ?? "",
  model_name: blueprint.model_name ?? "",
  framework: blueprint.framework ?? "",
  metadata: showObject(blueprint.metadata),
});

export function bodyOf(form: Form, words: Words): CreateBlueprint {
  const text = (value: string) => value.trim() || undefined;
  return {
    name: form.name.trim(),
    description: text(form.description),
    scopes: form.scopes,
    audiences: form.audiences,
    mode: form.mode as Blueprint["mode"],
    credential: form.credential as Blueprint["credential"],
    dpop_bound_access_tokens: form.dpop_bound_access_tokens,
    expires_in_days: toNumber(form.expires_in_days),
    idle_expires_after_days: toNumber(form.idle_expires_after_days),
    max_token_ttl: toNumber(form.max_token_ttl),
    model_provider: text(form.model_provider),
    model_name: text(form.model_name),
    framework: text(form.framework),
    metadata: parseObject("metadata", form.metadata, words.invalidJson),
  };
}

export function patchOf(before: Blueprint, form: Form, words: Words): PatchBlueprint {
  const { metadata: oldMetadata, ...old } = bodyOf(formOf(before), words);
  const { metadata, ...next } = bodyOf(form, words);
  const patch = changes(old, next) as PatchBlueprint;
  const inside = mergePatch(oldMetadata ?? {}, metadata ?? {});
  if (Object.keys(inside).length) patch.metadata = inside;
  return patch;
}

export function BlueprintFields({ form, set, problem }: { form: Form; set: (change: Partial<Form>) => void; problem?: Problem }) {
  const { t } = useTranslation();
  const scopes = useScopeNames();
  const all = { form, set, problem };
  return (
    <>
      <Line {...all} name="name" label={t("ghName")} required max={100} help={t("ghBlueprintNameHelp")} />
      <Line {...all} name="description" label={t("ghDescription")} max={500} />
      <Section title={t("ghAgentMay")} help={t("ghBlueprintMayHelp")}>
        <Field name="scopes" label={t("ghScopes")} help={t("ghBlueprintScopesHelp")} problem={problem}>
          {(input) => (
            <Chips {...input} name="scopes" label={t("ghScopes")} value={form.scopes} suggestions={scopes} onChange={(next) => set({ scopes: next })} />
          )}
        </Field>
        <Field name="audiences" label={t("ghAudiences")} help={t("ghAgentAudiencesHelp")} problem={problem}>
          {(input) => (
            <Chips {...input} name="audiences" label={t("ghAudiences")} value={form.audiences} onChange={(next) => set({ audiences: next })} />
          )}
        </Field>
        <Field name="mode" label={t("ghMode")} help={t("ghAgentModeHelp")} problem={problem}>
          {(input) => (
            <FormSelect {...input} name="mode" value={form.mode} onChange={(_event, mode) => set({ mode })}>
              {modes.map((mode) => (
                <FormSelectOption key={mode} value={mode} label={t(`ghAgentMode_${mode}`)} />
              ))}
            </FormSelect>
          )}
        </Field>
        <Line {...all} name="max_token_ttl" type="number" max={86400} label={t("ghMaxTokenTtl")} help={t("ghMaxTokenTtlHelp")} unit={t("ghSeconds")} />
      </Section>
      <Section title={t("ghAgentProof")} help={t("ghBlueprintProofHelp")}>
        <Field name="credential" label={t("ghCredential")} help={t("ghCredentialHelp")} problem={problem}>
          {(input) => (
            <FormSelect {...input} name="credential" value={form.credential} onChange={(_event, credential) => set({ credential })}>
              {credentials.map((credential) => (
                <FormSelectOption key={credential} value={credential} label={t(`ghAgentCredential_${credential}`)} />
              ))}
            </FormSelect>
          )}
        </Field>
        <DpopBox checked={form.dpop_bound_access_tokens} onChange={(on) => set({ dpop_bound_access_tokens: on })} problem={problem} />
      </Section>
      <Section title={t("ghAgentEnd")} help={t("ghAgentEndHelp")}>
        <Line {...all} name="expires_in_days" type="number" max={3650} label={t("ghExpiresIn")} help={t("ghBlueprintExpiresHelp")} unit={t("ghDays")} />
        <Line {...all} name="idle_expires_after_days" type="number" max={3650} label={t("ghIdle")} help={t("ghIdleHelp")} unit={t("ghDays")} />
      </Section>
      <Section title={t("ghAgentAbout")} help={t("ghAgentAboutHelp")}>
        <Line {...all} name="model_provider" label={t("ghModelProvider")} max={100} placeholder="anthropic" />
        <Line {...all} name="model_name" label={t("ghModelName")} max={100} />
        <Line {...all} name="framework" label={t("ghFramework")} max={100} />
        <Json {...all} name="metadata" label={t("ghMetadata")} help={t("ghMetadataHelp")} />
      </Section>
    </>
  );
}
