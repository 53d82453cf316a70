import { data, Field, useApi, useLoad, type Problem } from "@gatehouse/shared";
import { FormSelect, FormSelectOption, TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { ScopeInput } from "../frame/Scopes";
import { useSession } from "../frame/session";
import { CREDENTIALS, MODES, type AgentValues } from "./agentForm";

/** The fields that show their faults themselves. */
export const SHOWN = ["name", "description", "scopes", "mode", "credential", "jwks", "expires_at"];

type Props = { values: AgentValues; problem?: Problem; isNew?: boolean; onChange: (values: AgentValues) => void };

/** What a person says of an agent. How it acts and proves itself is of its creation only: later that cannot be changed. */
export function AgentFields({ values, problem, isNew, onChange }: Props) {
  const { t } = useTranslation();
  const known = useKnownScopes();
  const set = (some: Partial<AgentValues>) => onChange({ ...values, ...some });
  return (
    <>
      <Field name="name" label={t("ghName")} help={t("ghAgentNameHelp")} required problem={problem}>
        {(input) => (
          <TextInput
            {...input}
            name="name"
            isRequired
            maxLength={100}
            autoComplete="off"
            value={values.name}
            onChange={(_event, name) => set({ name })}
          />
        )}
      </Field>
      <Field name="description" label={t("ghDescription")} help={t("ghAgentDescriptionHelp")} problem={problem}>
        {(input) => (
          <TextArea
            {...input}
            name="description"
            rows={2}
            maxLength={500}
            resizeOrientation="vertical"
            value={values.description}
            onChange={(_event, description) => set({ description })}
          />
        )}
      </Field>
      <Field name="scopes" label={t("ghScopes")} help={t("ghAgentScopesHelp")} problem={problem}>
        {(input) => <ScopeInput {...input} value={values.scopes} known={known} onChange={(scopes) => set({ scopes })} />}
      </Field>
      {isNew && <NewAgentFields values={values} problem={problem} set={set} />}
    </>
  );
}

function NewAgentFields(props: { values: AgentValues; problem?: Problem; set: (some: Partial<AgentValues>) => void }) {
  const { t } = useTranslation();
  const { values, problem, set } = props;
  return (
    <>
      <Field name="mode" label={t("ghMode")} help={t(`ghModeHelp_${values.mode}`)} problem={problem}>
        {(input) => (
          <FormSelect
            {...input}
            name="mode"
            value={values.mode}
            onChange={(_event, mode) => set({ mode: mode as AgentValues["mode"] })}
          >
            {MODES.map((mode) => (
              <FormSelectOption key={mode} value={mode} label={t(`ghMode_${mode}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      <Field name="credential" label={t("ghCredential")} help={t(`ghCredentialHelp_${values.credential}`)} problem={problem}>
        {(input) => (
          <FormSelect
            {...input}
            name="credential"
            value={values.credential}
            onChange={(_event, credential) => set({ credential: credential as AgentValues["credential"] })}
          >
            {CREDENTIALS.map((credential) => (
              <FormSelectOption key={credential} value={credential} label={t(`ghCredential_${credential}`)} />
            ))}
          </FormSelect>
        )}
      </Field>
      {values.credential === "public_key" && (
        <Field name="jwks" label={t("ghJwks")} help={t("ghJwksHelp")} required problem={problem}>
          {(input) => (
            <TextArea
              {...input}
              name="jwks"
              rows={5}
              isRequired
              spellCheck={false}
              resizeOrientation="vertical"
              placeholder={'{"keys":[{"kty":"OKP","crv":"Ed25519","x":"…","kid":"…"}]}'}
              value={values.jwks}
              onChange={(_event, jwks) => set({ jwks })}
            />
          )}
        </Field>
      )}
      <Field name="expires_at" label={t("ghAgentLastDay")} help={t("ghAgentLastDayHelp")} problem={problem}>
        {(input) => (
          <TextInput
            {...input}
            type="date"
            name="lastDay"
            min={new Date().toISOString().slice(0, 10)}
            value={values.lastDay}
            onChange={(_event, lastDay) => set({ lastDay })}
          />
        )}
      </Field>
    </>
  );
}

/** The scopes that the person's other agents have; without them the field works as well. */
function useKnownScopes(): string[] {
  const api = useApi();
  const { userId } = useSession();
  const agents = useLoad(() => data(api.GET("/agents", { params: { query: { owner: userId, limit: 100 } } })), [userId]);
  return [...new Set(agents.value?.items.flatMap((agent) => agent.scopes))].sort();
}
