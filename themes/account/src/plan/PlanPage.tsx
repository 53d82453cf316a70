import { data, Load, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, Card, CardBody, CardFooter, CardTitle } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Facts } from "../frame/Facts";
import { Room } from "../frame/Room";
import { usePath } from "../frame/session";
import { LimitBar } from "./LimitBar";
import { hasShare, levelOf, planOf, tokensOf } from "./limits";
import { Organizations } from "./Organizations";
import { PlanAlert } from "./PlanAlert";

/** The API counts a person's own tokens up to here. */
const MOST_OWN_TOKENS = 100_000;

export default function PlanPage() {
  const { t } = useTranslation();
  const api = useApi();
  const me = useLoad(() => data(api.GET("/me")), []);
  return (
    <Room title={t("ghMyPlan")} description={t("ghMyPlanHelp")}>
      <Load of={me}>
        {({ billing, projects }) => (
          <>
            <PlanCard of={billing} />
            {projects.length > 0 && <Organizations of={projects} />}
          </>
        )}
      </Load>
    </Room>
  );
}

/** The plan of all that belongs to no organization with a plan of its own. */
function PlanCard({ of: billing }: { of: Schemas["Billing"] }) {
  const { t, i18n } = useTranslation();
  const path = usePath();
  const tokens = tokensOf(billing);
  const shown = (count: number) => count.toLocaleString(i18n.language);
  const own = shown(billing.tokens_used);
  return (
    <Card isFlat className="gh-form" data-testid="gh-plan">
      <CardTitle component="h2">{t("ghPlanYours")}</CardTitle>
      <CardBody>
        {tokens && <PlanAlert plan={billing.subscription_tier} tokens={tokens} />}
        {!tokens && <p className="pf-v5-u-mb-md">{t("ghPlanUnlimitedBody")}</p>}
        <Facts
          of={[
            [t("ghPlan"), planOf(billing) ?? t("ghPlanNone")],
            [
              t("ghTokensLeft"),
              !tokens
                ? t("ghTokensUnlimited")
                : tokens.limit === 0
                  ? t("ghTokensZero")
                  : t("ghTokensLeftOf", { left: shown(billing.token_balance ?? 0) }),
            ],
            [
              t("ghTokensOwn"),
              <>
                {billing.tokens_used < MOST_OWN_TOKENS ? own : t("ghTokensOwnMost", { used: own })},{" "}
                <Link className="gh-link-in-text" to={path("agents")}>
                  {t("ghPlanToAgents")}
                </Link>
              </>,
            ],
            [t("ghUsageResets"), <Time iso={billing.resets_at} />],
          ]}
        />
        {tokens && hasShare(tokens) && <LimitBar of={tokens} />}
      </CardBody>
      {billing.upgrade_url && (
        <CardFooter>
          <Button
            component="a"
            href={billing.upgrade_url}
            rel="noreferrer"
            variant={tokens && levelOf(tokens) ? "primary" : "secondary"}
            data-testid="gh-plan-upgrade"
          >
            {t("ghPlanUpgrade")}
          </Button>
        </CardFooter>
      )}
    </Card>
  );
}
