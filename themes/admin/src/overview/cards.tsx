import { Load, ProblemAlert, type Loaded } from "@gatehouse/shared";
import { Card, CardBody, CardFooter, CardTitle, DescriptionList } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { usePaths } from "../paths";
import { Fact } from "../webhooks/WebhookFacts";
import { AGENT_STATES, EXPIRING_DAYS, type countExpiringKeys, type countWebhooks, type Figure } from "./counts";

type Of<F extends (...args: never[]) => Promise<unknown>> = Loaded<Awaited<ReturnType<F>>>;

/** One figure, what it stands for, and the way to the page where it is dealt with. */
function FigureCard(props: { id: string; title: string; link: string; linkText: string; children: ReactNode }) {
  return (
    <Card isCompact data-testid={`gh-card-${props.id}`}>
      <CardTitle component="h2">{props.title}</CardTitle>
      <CardBody>{props.children}</CardBody>
      <CardFooter>
        <Link to={props.link}>{props.linkText}</Link>
      </CardFooter>
    </Card>
  );
}

/** A number large enough to be seen from afar; what asks for action is coloured and said. */
function Big({ value, note, isBad }: { value: number; note: string; isBad?: boolean }) {
  const { i18n } = useTranslation();
  return (
    <>
      <span className={`pf-v5-u-font-size-4xl${isBad ? " pf-v5-u-danger-color-100" : ""}`} data-testid="gh-figure">
        {value.toLocaleString(i18n.language)}
      </span>
      <div>{note}</div>
    </>
  );
}

export function ApprovalsCard({ waiting }: { waiting: Loaded<Figure> }) {
  const { t } = useTranslation();
  const { find } = usePaths();
  return (
    <FigureCard id="approvals" title={t("ghOverviewApprovals")} link={find("approvals", { status: "pending" })} linkText={t("ghOverviewToApprovals")}>
      <Load of={waiting}>
        {({ value, problem }) =>
          value === undefined ? (
            <ProblemAlert problem={problem} />
          ) : (
            <Big value={value} note={t(value ? "ghOverviewApprovalsWait" : "ghOverviewApprovalsNone")} isBad={value > 0} />
          )
        }
      </Load>
    </FigureCard>
  );
}

export function WebhooksCard({ webhooks }: { webhooks: Of<typeof countWebhooks> }) {
  const { t } = useTranslation();
  const { to, find } = usePaths();
  const failing = webhooks.value?.failing ?? 0;
  return (
    <FigureCard
      id="webhooks"
      title={t("ghOverviewWebhooks")}
      link={failing ? find("webhooks", { state: "failing" }) : to("webhooks")}
      linkText={t("ghOverviewToWebhooks")}
    >
      <Load of={webhooks}>
        {({ all, failing, disabled }) => (
          <Big value={failing} note={t("ghOverviewWebhooksOf", { count: all, disabled })} isBad={failing > 0} />
        )}
      </Load>
    </FigureCard>
  );
}

export function KeysCard({ keys }: { keys: Of<typeof countExpiringKeys> }) {
  const { t } = useTranslation();
  const { find } = usePaths();
  return (
    <FigureCard id="keys" title={t("ghOverviewKeys")} link={find("api-keys", { status: "active" })} linkText={t("ghOverviewToKeys")}>
      <Load of={keys}>
        {({ expiring, looked, isAll }) => (
          <Big
            value={expiring}
            note={isAll ? t("ghOverviewKeysAll", { count: looked, days: EXPIRING_DAYS }) : t("ghOverviewKeysNewest", { count: looked, days: EXPIRING_DAYS })}
            isBad={expiring > 0}
          />
        )}
      </Load>
    </FigureCard>
  );
}

export function AgentsCard({ agents }: { agents: Loaded<Figure[]> }) {
  const { t, i18n } = useTranslation();
  const { to, find } = usePaths();
  return (
    <FigureCard id="agents" title={t("ghOverviewAgents")} link={to("agents")} linkText={t("ghOverviewToAgents")}>
      <Load of={agents}>
        {(figures) =>
          figures[0].problem ? (
            <ProblemAlert problem={figures[0].problem} />
          ) : (
            <DescriptionList isCompact isHorizontal>
              {AGENT_STATES.map((state, at) => (
                <Fact key={state} term={t(`ghOverviewAgents_${state}`)}>
                  <Link
                    to={find("agents", { status: state })}
                    aria-label={t("ghOverviewAgentsOf", { state: t(`ghOverviewAgents_${state}`), count: figures[at].value ?? 0 })}
                  >
                    {(figures[at].value ?? 0).toLocaleString(i18n.language)}
                  </Link>
                </Fact>
              ))}
            </DescriptionList>
          )
        }
      </Load>
    </FigureCard>
  );
}
