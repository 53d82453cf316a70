import { Time } from "@gatehouse/shared";
import { Card, CardBody, CardFooter, CardTitle } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { LinkButton } from "../frame/LinkButton";
import { Scopes } from "../frame/Scopes";
import { useSession } from "../frame/session";
import type { Approval } from "./ApprovalStatus";

/** One request that waits: who, what, what for and until when. */
export function ApprovalCard({ of: approval }: { of: Approval }) {
  const { t } = useTranslation();
  const { userId } = useSession();
  const name = approval.agent_name ?? approval.agent_id;
  return (
    <Card isFullHeight data-testid="gh-approval-card">
      <CardTitle component="h2">{name}</CardTitle>
      <CardBody>
        <p className="pf-v5-u-mb-sm">{t(approval.subject_id === userId ? "ghAsksForYou" : "ghAsks")}</p>
        <Scopes of={approval.scope} />
        {approval.intent && <blockquote className="gh-quote pf-v5-u-mt-md">{approval.intent}</blockquote>}
      </CardBody>
      <CardFooter>
        <p className="pf-v5-u-mb-sm">
          {t("ghDecideUntil")} <Time iso={approval.expires_at} />
        </p>
        <LinkButton to={`approvals/${approval.id}`} aria-label={t("ghDecideNamed", { name })} data-testid="gh-approval-open">
          {t("ghDecide")}
        </LinkButton>
      </CardFooter>
    </Card>
  );
}
