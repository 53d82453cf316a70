import { Time } from "@gatehouse/shared";
import { Button, CodeBlock, CodeBlockCode, ExpandableSection } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Facts, Words } from "../fields/parts";
import type { TabProps } from "./AgentPage";
import { Delegations } from "./Delegations";
import { LoginSettings } from "./LoginSettings";

/** What can the agent do, how does it prove itself, and for whom may it act? */
export function AccessTab(props: TabProps & { onRotate?: () => void }) {
  const { agent, onRotate } = props;
  const { t } = useTranslation();
  return (
    <>
      <Facts
        label={t("ghAgentTab_access")}
        facts={[
          { term: t("ghScopes"), value: <Words words={agent.scopes} none={t("ghNoScopesLong")} label={t("ghScopes")} /> },
          { term: t("ghAudiences"), value: <Words words={agent.audiences} none={t("ghAnyAudience")} label={t("ghAudiences")} /> },
          { term: t("ghMode"), value: t(`ghAgentMode_${agent.mode}`) },
          { term: t("ghMaxTokenTtl"), value: agent.max_token_ttl ? t("ghSecondsCount", { count: agent.max_token_ttl }) : t("ghRealmLimit") },
          { term: t("ghDpop"), value: t(agent.dpop_bound_access_tokens ? "ghYes" : "ghNo") },
          {
            term: t("ghCredential"),
            value: (
              <>
                {t(`ghAgentCredential_${agent.credential}`)}{" "}
                {onRotate && (
                  <Button variant="link" isInline onClick={onRotate} data-testid="gh-agent-rotate">
                    {t("ghRotateSecret")}
                  </Button>
                )}
              </>
            ),
          },
          agent.previous_secret_expires_at && { term: t("ghPreviousSecret"), value: <Time iso={agent.previous_secret_expires_at} /> },
          agent.jwks_uri && { term: t("ghJwksUri"), value: agent.jwks_uri },
          agent.jwks_fetched_at && { term: t("ghJwksFetched"), value: <Time iso={agent.jwks_fetched_at} /> },
          agent.jwks && {
            term: t("ghJwks"),
            value: (
              <ExpandableSection toggleText={t("ghShowKeys")}>
                <CodeBlock>
                  <CodeBlockCode>{JSON.stringify(agent.jwks, null, 2)}</CodeBlockCode>
                </CodeBlock>
              </ExpandableSection>
            ),
          },
          agent.federated_issuer && { term: t("ghFederatedIssuer"), value: agent.federated_issuer },
          agent.federated_subject && { term: t("ghFederatedSubject"), value: agent.federated_subject },
          agent.tls_client_auth_subject_dn && { term: t("ghSubjectDn"), value: agent.tls_client_auth_subject_dn },
          agent.tls_client_auth_ca_subject_dn && { term: t("ghCaDn"), value: agent.tls_client_auth_ca_subject_dn },
        ]}
      />
      <Delegations {...props} />
      {agent.mode !== "autonomous" && <LoginSettings {...props} />}
    </>
  );
}
