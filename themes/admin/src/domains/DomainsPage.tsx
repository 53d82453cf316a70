import { data, Empty, Load, Time, useApi, usePaged } from "@gatehouse/shared";
import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { PageSection, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { PartyName } from "../fields/names";
import { LinkButton, useDone } from "../fields/parts";
import { usePaths } from "../paths";
import { DomainState, STATES, type Domain } from "./DomainState";

export default function DomainsPage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const { to } = usePaths();
  const { has } = useRoles();
  const { alert } = useDone();
  const [query, setQuery] = useSearchParams();
  const status = STATES.find((name) => name === query.get("status"));
  const domains = usePaged(
    (page) => data(api.GET("/domains", { params: { query: { ...page, status } } })),
    [realm, status],
  );
  const create = has("manage-gatehouse", "manage-domains") && (
    <LinkButton to={to("domains", "new")} data-testid="gh-domain-new">
      {t("ghDomainNew")}
    </LinkButton>
  );
  return (
    <>
      <ViewHeader titleKey="ghDomains" subKey="ghDomainsHelp" divider />
      <PageSection variant="light">
        {alert}
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem>
              <ToggleGroup aria-label={t("ghStatus")}>
                {STATES.map((name) => (
                  <ToggleGroupItem
                    key={name}
                    text={t(`ghDomainState_${name}`)}
                    buttonId={`gh-domain-state-${name}`}
                    isSelected={status === name}
                    onChange={() => setQuery(status === name ? {} : { status: name }, { replace: true })}
                  />
                ))}
              </ToggleGroup>
            </ToolbarItem>
            {create && <ToolbarItem>{create}</ToolbarItem>}
            <ToolbarItem variant="pagination">{domains.bar}</ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Load of={domains}>
          {({ items }) =>
            items.length > 0 ? (
              <Rows items={items} />
            ) : status ? (
              <Empty title={t("ghNothingFound")} body={t("ghDomainsNotFoundHelp")} />
            ) : (
              <Empty title={t("ghDomainsNone")} body={t("ghDomainsNoneHelp")} action={create} />
            )
          }
        </Load>
      </PageSection>
    </>
  );
}

function Rows({ items }: { items: Domain[] }) {
  const { t } = useTranslation();
  const { to } = usePaths();
  return (
    <Table aria-label={t("ghDomains")} variant="compact" data-testid="gh-domains">
      <Thead>
        <Tr>
          <Th width={40}>{t("ghDomain")}</Th>
          <Th>{t("ghStatus")}</Th>
          <Th>{t("ghDomainHolder")}</Th>
          <Th>{t("ghDomainChecked")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {items.map((domain) => (
          <Tr key={domain.id} data-testid={`gh-domain-${domain.id}`}>
            <Td dataLabel={t("ghDomain")} modifier="breakWord">
              <Link to={to("domains", domain.id)}>{domain.domain}</Link>
            </Td>
            <Td dataLabel={t("ghStatus")}>
              <DomainState domain={domain} />
            </Td>
            <Td dataLabel={t("ghDomainHolder")}>
              <Holder domain={domain} />
            </Td>
            <Td dataLabel={t("ghDomainChecked")}>
              <Time iso={domain.last_check?.checked_at} none={t("ghNever")} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** The organization whose it is, or the realm. */
export function Holder({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  return domain.organization_id ? <PartyName type="organization" id={domain.organization_id} /> : <>{t("ghDomainOfRealm")}</>;
}
