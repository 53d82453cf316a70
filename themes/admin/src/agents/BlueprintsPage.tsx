import { useRealm, ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Confirm, data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Button, PageSection, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { Crumbs } from "../fields/FormPage";
import { LinkButton, path, useDone, Words } from "../fields/parts";

type Blueprint = Schemas["AgentBlueprint"];

export default function BlueprintsPage() {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const manages = useRoles().has("manage-gatehouse", "manage-agents");
  const { alert, say } = useDone();
  const list = usePaged((page) => data(api.GET("/agent-blueprints", { params: { query: page } })), [realm]);
  const [deleting, setDeleting] = useState<Blueprint>();
  const create = (
    <LinkButton to={path(realm, "agents", "blueprints", "new")} data-testid="gh-blueprint-create">
      {t("ghBlueprintCreate")}
    </LinkButton>
  );
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghAgents"), to: path(realm, "agents") }, { text: t("ghBlueprints") }]} />
      <ViewHeader titleKey="ghBlueprints" subKey="ghBlueprintsHelp" divider />
      <PageSection variant="light">
        {alert}
        <Load of={list}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t("ghBlueprintsNone")} body={t("ghBlueprintsNoneHelp")} action={manages ? create : undefined} />
            ) : (
              <>
                <Toolbar>
                  <ToolbarContent>
                    {manages && <ToolbarItem>{create}</ToolbarItem>}
                    <ToolbarItem variant="pagination">{list.bar}</ToolbarItem>
                  </ToolbarContent>
                </Toolbar>
                <BlueprintTable blueprints={items} onDelete={manages ? setDeleting : undefined} />
              </>
            )
          }
        </Load>
      </PageSection>
      {deleting && (
        <Confirm
          title={t("ghBlueprintDeleteTitle", { name: deleting.name })}
          action={t("ghDelete")}
          body={<p>{t("ghBlueprintDeleteHelp")}</p>}
          onConfirm={async () => {
            await api.DELETE("/agent-blueprints/{id}", { params: { path: { id: deleting.id } } });
            say(t("ghBlueprintDeleted", { name: deleting.name }));
            list.reload();
          }}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  );
}

function BlueprintTable({ blueprints, onDelete }: { blueprints: Blueprint[]; onDelete?: (blueprint: Blueprint) => void }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  return (
    <Table variant="compact" aria-label={t("ghBlueprints")} data-testid="gh-blueprints">
      <Thead>
        <Tr>
          <Th>{t("ghName")}</Th>
          <Th>{t("ghScopes")}</Th>
          <Th>{t("ghCredential")}</Th>
          <Th>{t("ghAgents")}</Th>
          <Th>{t("ghUpdated")}</Th>
          {onDelete && <Th screenReaderText={t("ghActions")} />}
        </Tr>
      </Thead>
      <Tbody>
        {blueprints.map((blueprint) => (
          <Tr key={blueprint.id}>
            <Td dataLabel={t("ghName")}>
              <Link to={path(realm, "agents", "blueprints", blueprint.id)}>{blueprint.name}</Link>
            </Td>
            <Td dataLabel={t("ghScopes")}>
              <Words words={blueprint.scopes} none={t("ghNoScopes")} label={t("ghScopes")} />
            </Td>
            <Td dataLabel={t("ghCredential")}>{t(`ghAgentCredential_${blueprint.credential}`)}</Td>
            <Td dataLabel={t("ghAgents")}>
              <Link
                to={`${path(realm, "agents")}?blueprint_id=${blueprint.id}`}
                aria-label={t("ghBlueprintAgentsOf", { name: blueprint.name })}
              >
                {t("ghShow")}
              </Link>
            </Td>
            <Td dataLabel={t("ghUpdated")}>
              <Time iso={blueprint.updated_at} />
            </Td>
            {onDelete && (
              <Td isActionCell>
                <Button
                  variant="link"
                  isDanger
                  isInline
                  onClick={() => onDelete(blueprint)}
                  aria-label={t("ghDeleteNamed", { name: blueprint.name })}
                >
                  {t("ghDelete")}
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
