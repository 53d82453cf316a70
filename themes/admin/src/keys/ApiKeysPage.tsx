import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Empty, Load, usePaged, useApi } from "@gatehouse/shared";
import { Button, FormSelect, FormSelectOption, PageSection, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { OwnerFilter, Search } from "../fields/filters";
import { LinkButton, path, useDone } from "../fields/parts";
import { KeyTable } from "./KeyTable";
import { RevokeAll } from "./RevokeAll";
import { statuses } from "./apiKey";

/** What the list is narrowed to, kept in the address so that it can be passed on. */
const filtersOf = (query: URLSearchParams) => ({
  search: query.get("search") || undefined,
  status: statuses.find((status) => status === query.get("status")),
  owner: query.get("owner") || undefined,
});

export default function ApiKeysPage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const manages = useRoles().has("manage-gatehouse", "manage-api-keys");
  const [query] = useSearchParams();
  const filters = filtersOf(query);
  const keys = usePaged((page) => data(api.GET("/api-keys", { params: { query: { ...page, ...filters } } })), [realm, filters]);
  const [revoking, setRevoking] = useState(false);
  const { alert, say } = useDone();
  const isFiltered = Object.values(filters).some(Boolean);
  const create = (
    <LinkButton to={path(realm, "api-keys", "new")} data-testid="gh-key-create">
      {t("ghKeyCreate")}
    </LinkButton>
  );
  return (
    <>
      <ViewHeader titleKey="ghApiKeys" subKey="ghApiKeysHelp" divider />
      <PageSection variant="light">
        {alert}
        <KeyToolbar bar={keys.bar} create={manages ? create : undefined} onRevokeAll={manages ? () => setRevoking(true) : undefined} />
        <Load of={keys}>
          {({ items }) =>
            items.length > 0 ? (
              <KeyTable keys={items} manages={manages} onChange={keys.reload} say={say} />
            ) : isFiltered ? (
              <Empty title={t("ghNothingFound")} body={t("ghKeysNoneFiltered")} />
            ) : (
              <Empty title={t("ghKeysNone")} body={t("ghKeysNoneHelp")} action={manages ? create : undefined} />
            )
          }
        </Load>
        {revoking && <RevokeAll onClose={() => setRevoking(false)} onDone={(text) => (say(text), keys.reload())} />}
      </PageSection>
    </>
  );
}

function KeyToolbar({ bar, create, onRevokeAll }: { bar: ReactNode; create?: ReactNode; onRevokeAll?: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const filters = filtersOf(query);
  const set = (name: string, value?: string) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <Toolbar data-testid="gh-keys-toolbar">
      <ToolbarContent>
        <ToolbarItem variant="search-filter">
          <Search value={filters.search ?? ""} label={t("ghKeysSearch")} onSearch={(text) => set("search", text)} />
        </ToolbarItem>
        <ToolbarItem>
          <FormSelect
            style={{ minWidth: "9rem" }}
            aria-label={t("ghStatus")}
            value={filters.status ?? ""}
            data-testid="gh-keys-status"
            onChange={(_event, status) => set("status", status)}
          >
            <FormSelectOption value="" label={t("ghAnyStatus")} />
            {statuses.map((status) => (
              <FormSelectOption key={status} value={status} label={t(`ghKeyStatus_${status}`)} />
            ))}
          </FormSelect>
        </ToolbarItem>
        <ToolbarItem style={{ width: "14rem" }}>
          <OwnerFilter value={filters.owner} onChange={(owner) => set("owner", owner)} />
        </ToolbarItem>
        {Object.values(filters).some(Boolean) && (
          <ToolbarItem>
            <Button variant="link" onClick={() => setQuery({}, { replace: true })}>
              {t("ghClearFilters")}
            </Button>
          </ToolbarItem>
        )}
      </ToolbarContent>
      <ToolbarContent>
        {create && <ToolbarItem>{create}</ToolbarItem>}
        {onRevokeAll && (
          <ToolbarItem>
            <Button variant="secondary" isDanger onClick={onRevokeAll} data-testid="gh-keys-revoke-all">
              {t("ghRevokeAllKeys")}
            </Button>
          </ToolbarItem>
        )}
        <ToolbarItem variant="pagination">{bar}</ToolbarItem>
      </ToolbarContent>
    </Toolbar>
  );
}
