import { data, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Card, CardBody, CardTitle, Grid, GridItem, List, ListItem } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useTo } from "../words";

/** Whom the policy can match at present. */
export function AffectedTab({ policy }: { policy: Schemas["Policy"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const affected = useLoad(
    () => data(api.GET("/policies/{id}/affected", { params: { path: { id: policy.id } } })),
    [policy.id, policy.version],
  );
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg">{t("ghAffected")}</h2>
      <p className="pf-v5-u-color-200 pf-v5-u-mb-md">{t("ghAffectedHelp")}</p>
      <Load of={affected}>
        {(value) => (
          <Grid hasGutter md={6}>
            <GridItem><Group kind="agents" group={value.agents} /></GridItem>
            <GridItem><Group kind="api-keys" group={value.api_keys} /></GridItem>
          </Grid>
        )}
      </Load>
    </>
  );
}

function Group({ kind, group }: { kind: "agents" | "api-keys"; group: Schemas["PolicyAffectedGroup"] }) {
  const { t } = useTranslation();
  const to = useTo();
  const rest = group.count - group.sample.length;
  return (
    <Card isFlat data-testid={`gh-affected-${kind}`}>
      <CardTitle component="h3">{t(kind === "agents" ? "ghAffectedAgents" : "ghAffectedKeys", { count: group.count })}</CardTitle>
      <CardBody>
        <p className="pf-v5-u-color-200">{t(group.shortened ? "ghAffectedShortened" : "ghAffectedOf", { count: group.looked_at })}</p>
        <List isPlain>
          {group.sample.map(({ id, name }) => (
            <ListItem key={id}><Link to={to(kind, id)}>{name || id}</Link></ListItem>
          ))}
        </List>
        {rest > 0 && <p className="pf-v5-u-mt-sm">{t("ghAffectedMore", { count: rest })}</p>}
      </CardBody>
    </Card>
  );
}
