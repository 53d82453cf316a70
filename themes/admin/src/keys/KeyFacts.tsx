import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Time } from "@gatehouse/shared";
import { CodeBlock, CodeBlockCode, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { OwnerName, PartyName } from "../fields/names";
import { Facts, path, Words } from "../fields/parts";
import type { ApiKey } from "./apiKey";

/** What the key is, what it may do, and how much it was used. */
export function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { t, i18n } = useTranslation();
  const { realm } = useRealm();
  const number = new Intl.NumberFormat(i18n.language);
  const other = (id: string) => <Link to={path(realm, "api-keys", id)}>{id}</Link>;
  return (
    <>
      <Facts
        label={apiKey.name}
        facts={[
          { term: t("ghKeyId"), value: <code>{apiKey.id}</code> },
          { term: t("ghOwner"), value: <OwnerName owner={apiKey.owner} /> },
          apiKey.organization_id && { term: t("ghOrganization"), value: <PartyName type="organization" id={apiKey.organization_id} /> },
          { term: t("ghScopes"), value: <Words words={apiKey.scopes} none={t("ghNoScopesLong")} label={t("ghScopes")} /> },
          { term: t("ghAudiences"), value: <Words words={apiKey.audiences} none={t("ghNone")} label={t("ghAudiences")} /> },
          { term: t("ghExpires"), value: <Time iso={apiKey.expires_at} /> },
          { term: t("ghLastUsed"), value: <Time iso={apiKey.last_used_at} none={t("ghNever")} /> },
          { term: t("ghUseCount"), value: number.format(apiKey.use_count) },
          { term: t("ghCreated"), value: <Time iso={apiKey.created_at} /> },
          { term: t("ghUpdated"), value: <Time iso={apiKey.updated_at} /> },
          apiKey.deactivated_at && { term: t("ghDeactivated"), value: <Time iso={apiKey.deactivated_at} /> },
          apiKey.replaces && { term: t("ghReplaces"), value: other(apiKey.replaces) },
          apiKey.replaced_by && { term: t("ghReplacedBy"), value: other(apiKey.replaced_by) },
          Object.keys(apiKey.metadata).length > 0 && {
            term: t("ghMetadata"),
            value: (
              <CodeBlock>
                <CodeBlockCode>{JSON.stringify(apiKey.metadata, null, 2)}</CodeBlockCode>
              </CodeBlock>
            ),
          },
        ]}
      />
      <Limits apiKey={apiKey} />
    </>
  );
}

function Limits({ apiKey }: { apiKey: ApiKey }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const { credits, rate_limits, allowed_ips } = apiKey;
  return (
    <section data-testid="gh-key-limits">
      <Title headingLevel="h2" size="lg" className="pf-v5-u-mt-xl pf-v5-u-mb-md">
        {t("ghKeyBounds")}
      </Title>
      <Facts
        facts={[
          { term: t("ghAllowedIps"), value: <Words words={allowed_ips} none={t("ghAnyAddress")} label={t("ghAllowedIps")} /> },
          {
            term: t("ghCredits"),
            value: credits ? number.format(credits.remaining) : t("ghNotCounted"),
          },
          credits?.refill_interval && {
            term: t("ghRefill"),
            value: (
              <>
                {t(`ghRefill_${credits.refill_interval}`)}: {number.format(credits.refill_amount ?? 0)} (<Time iso={credits.refills_at} />)
              </>
            ),
          },
          rate_limits.length === 0 && { term: t("ghRateLimits"), value: t("ghNone") },
        ]}
      />
      {rate_limits.length > 0 && (
        <Table variant="compact" aria-label={t("ghRateLimits")}>
          <Thead>
            <Tr>
              {(["name", "limit", "window_seconds"] as const).map((part) => (
                <Th key={part}>{t(`ghRateLimit_${part}`)}</Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {rate_limits.map((one) => (
              <Tr key={one.name}>
                <Td dataLabel={t("ghRateLimit_name")}>{one.name}</Td>
                <Td dataLabel={t("ghRateLimit_limit")}>{number.format(one.limit)}</Td>
                <Td dataLabel={t("ghRateLimit_window_seconds")}>{number.format(one.window_seconds)}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </section>
  );
}
