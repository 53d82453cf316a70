import { FormGroup, Radio } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Json, Line } from "../fields/lines";
import { CredentialChoice, DpopBox, type FieldsProps } from "./AgentFields";

/** How the agent proves itself, and with what. */
export function CredentialFields(props: FieldsProps) {
  const { form, set, problem, editing } = props;
  const { t } = useTranslation();
  return (
    <>
      {!editing && <CredentialChoice {...props} />}
      {form.credential === "public_key" && <PublicKeys {...props} />}
      {form.credential === "federated" && (
        <>
          <Line {...{ form, set, problem }} name="federated_issuer" label={t("ghFederatedIssuer")} help={t("ghFederatedIssuerHelp")} max={255} required />
          <Line {...{ form, set, problem }} name="federated_subject" label={t("ghFederatedSubject")} help={t("ghFederatedSubjectHelp")} max={2048} required />
        </>
      )}
      {form.credential === "certificate" && (
        <>
          <Line {...{ form, set, problem }} name="tls_client_auth_subject_dn" label={t("ghSubjectDn")} help={t("ghSubjectDnHelp")} max={1024} required />
          <Line {...{ form, set, problem }} name="tls_client_auth_ca_subject_dn" label={t("ghCaDn")} help={t("ghCaDnHelp")} max={1024} />
        </>
      )}
      <DpopBox checked={form.dpop_bound_access_tokens} onChange={(on) => set({ dpop_bound_access_tokens: on })} problem={problem} />
    </>
  );
}

function PublicKeys({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <FormGroup role="radiogroup" label={t("ghKeysFrom")} fieldId="gh-keys-from" isInline>
        {(["jwks", "jwks_uri"] as const).map((from) => (
          <Radio
            key={from}
            id={`gh-keys-from-${from}`}
            name="keysFrom"
            label={t(`ghKeysFrom_${from}`)}
            isChecked={form.keysFrom === from}
            onChange={() => set({ keysFrom: from })}
          />
        ))}
      </FormGroup>
      {form.keysFrom === "jwks" ? (
        <Json {...{ form, set, problem }} name="jwks" label={t("ghJwks")} help={t("ghJwksHelp")} required />
      ) : (
        <Line {...{ form, set, problem }} name="jwks_uri" type="url" label={t("ghJwksUri")} help={t("ghJwksUriHelp")} required />
      )}
    </>
  );
}
