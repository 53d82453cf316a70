import { Load, useApi, useLoad } from "@gatehouse/shared";
import { Alert, Card, CardBody, CardFooter, CardTitle, Flex } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { COLOURS, spanLabels, TimeChart } from "../charts/TimeChart";
import { usePaths } from "../paths";
import { countTokens, type Counted, type Range, type TokenCounts } from "./counts";

/** Tokens over time. The numbers come from the audit log, so who may not read it sees why there are none. */
export function TokensCard({ range, round, mayRead }: { range: Range; round: number; mayRead: boolean }) {
  const { t } = useTranslation();
  return (
    <Card className="pf-v5-u-mt-md" data-testid="gh-card-tokens">
      <CardTitle component="h2">{t("ghOverviewTokens", { range: t(`ghOverviewRange_${range}`) })}</CardTitle>
      {mayRead ? <Tokens range={range} round={round} /> : <CardBody>{t("ghOverviewTokensNeedAudit")}</CardBody>}
    </Card>
  );
}

function Tokens({ range, round }: { range: Range; round: number }) {
  const api = useApi();
  const counted = useLoad(() => countTokens(api, range), [range, round]);
  return (
    <>
      <CardBody>
        <Load of={counted}>{(value) => ("issued" in value ? <Bars counts={value} /> : <TooMany events={value.events} />)}</Load>
      </CardBody>
      <CardFooter>{counted.value && <Links counted={counted.value} />}</CardFooter>
    </>
  );
}

function Bars({ counts }: { counts: TokenCounts }) {
  const { t, i18n } = useTranslation();
  return (
    <TimeChart
      title={t("ghOverviewTokensChart")}
      {...spanLabels(counts.starts, i18n.language)}
      series={[
        { name: t("ghOverviewIssued"), colour: COLOURS.good, counts: counts.issued },
        { name: t("ghOverviewDenied"), colour: COLOURS.bad, counts: counts.denied },
      ]}
    />
  );
}

function TooMany({ events }: { events: number }) {
  const { t, i18n } = useTranslation();
  return (
    <Alert isInline component="p" variant="info" title={t("ghOverviewTooMany", { events: events.toLocaleString(i18n.language) })}>
      {t("ghOverviewTooManyHelp")}
    </Alert>
  );
}

function Links({ counted }: { counted: Counted }) {
  const { t } = useTranslation();
  const { find } = usePaths();
  return (
    <Flex>
      <Link to={find("audit", { type: "token.issued", since: counted.since })}>{t("ghOverviewToIssued")}</Link>
      <Link to={find("audit", { type: "token.denied", since: counted.since })}>{t("ghOverviewToDenied")}</Link>
    </Flex>
  );
}
