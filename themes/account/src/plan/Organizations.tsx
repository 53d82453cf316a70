import { data, Load, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, Card, CardBody, CardTitle, Label, Title } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../frame/Facts";
import { LimitBar, useUsedOf } from "./LimitBar";
import { hasShare, limitsOf, planOf, tokensOf } from "./limits";

type Project = Schemas["MyProject"];

/** Each card asks the server once; of a hundred organizations the first are enough until somebody wants more. */
const SHOWN_AT_ONCE = 12;

/** The plans that cover the organizations of the person, and of those that the person manages all that they use. */
export function Organizations({ of: projects }: { of: readonly Project[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const left = projects.length - shown;
  return (
    <>
      <Title headingLevel="h2" className="pf-v5-u-mt-lg">
        {t("ghPlanOrganizations")}
      </Title>
      <p className="pf-v5-u-mb-md">{t("ghPlanOrganizationsHelp")}</p>
      <ul className="gh-cards" aria-label={t("ghPlanOrganizations")}>
        {projects.slice(0, shown).map((project) => (
          <li key={project.id}>
            <Card isFlat isFullHeight data-testid="gh-plan-organization">
              <CardTitle component="h3">
                {project.name}{" "}
                {project.is_manager && (
                  <Label isCompact color="blue">
                    {t("ghPlanManaged")}
                  </Label>
                )}
              </CardTitle>
              <CardBody>{project.is_manager ? <Managed id={project.id} /> : <Covered id={project.id} />}</CardBody>
            </Card>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button variant="link" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t("ghMore", { count: left })}
        </Button>
      )}
    </>
  );
}

/** What a member sees: the plan that covers the organization, and what that has left of tokens. */
function Covered({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const me = useLoad(() => data(api.GET("/me", { headers: { "X-Project-Id": id } })), [id]);
  return (
    <Load of={me}>
      {({ billing }) => {
        const tokens = tokensOf(billing);
        return (
          <>
            <Facts
              of={[
                [t("ghPlan"), planOf(billing) ?? t("ghPlanNone")],
                [
                  t("ghTokensLeft"),
                  !tokens
                    ? t("ghTokensUnlimited")
                    : tokens.limit === 0
                      ? t("ghTokensZero")
                      : billing.token_balance?.toLocaleString(i18n.language),
                ],
                [t("ghUsageResets"), <Time iso={billing.resets_at} />],
              ]}
            />
            {tokens && hasShare(tokens) && <LimitBar of={tokens} />}
          </>
        );
      }}
    </Load>
  );
}

/** What who manages an organization sees: each limit of its plan, and what there is of things that nothing limits. */
function Managed({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const usedOf = useUsedOf();
  const usage = useLoad(() => data(api.GET("/organizations/{id}/usage", { params: { path: { id } } })), [id]);
  return (
    <Load of={usage}>
      {(value) => {
        const limits = limitsOf(value);
        return (
          <>
            <Facts
              of={[
                [t("ghPlan"), value.plan ?? t("ghPlanOfRealm")],
                [t("ghUsageResets"), value.plan && <Time iso={value.resets_at} />],
                ...limits.filter((used) => !hasShare(used)).map((used) => [t(`ghLimit_${used.name}`), usedOf(used)] as const),
              ]}
            />
            {limits.filter(hasShare).map((used) => (
              <LimitBar key={used.name} of={used} />
            ))}
          </>
        );
      }}
    </Load>
  );
}
