import { Time, type Schemas } from "@gatehouse/shared";
import { Alert, Card, CardBody, CardTitle, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { Person } from "../Person";
import { useTo } from "../policies/words";
import { Scopes } from "./words";

/** What came of a request that is decided or over, and what can be done from here. */
export function Outcome({ approval }: { approval: Schemas["Approval"] }) {
  const { t } = useTranslation();
  const to = useTo();
  const mayManage = useRoles().has("manage-gatehouse", "manage-agents");
  return (
    <Card isFlat data-testid="gh-approval-outcome">
      <CardTitle component="h2">{t(`ghApprovalOutcome_${approval.status}`)}</CardTitle>
      <CardBody>
        <DescriptionList isCompact>
          {approval.decided_by && <Fact term={t("ghApprovalDecidedBy")}><Person id={approval.decided_by} />, <Time iso={approval.decided_at} /></Fact>}
          {approval.reason && <Fact term={t("ghApprovalReason")}>{approval.reason}</Fact>}
          {approval.granted_scope && <Fact term={t("ghApprovalGranted")}><Scopes scopes={approval.granted_scope} label={t("ghApprovalGranted")} /></Fact>}
          {approval.approved_until && <Fact term={t("ghApprovalUntil")}><Time iso={approval.approved_until} /></Fact>}
        </DescriptionList>
        {approval.status === "approved" && (
          <Alert isInline component="p" isPlain className="pf-v5-u-mt-md" variant={approval.redeemed ? "success" : "info"} data-testid="gh-approval-redeemed" title={t(approval.redeemed ? "ghApprovalRedeemed" : "ghApprovalNotRedeemed")} />
        )}
        {approval.status === "expired" && <p className="pf-v5-u-mt-md">{t("ghApprovalExpiredBody")}</p>}
        {mayManage && (
          <p className="pf-v5-u-mt-md">
            <Link to={to("agents", approval.agent_id)} data-testid="gh-approval-stop">{t("ghApprovalStop")}</Link>
          </p>
        )}
      </CardBody>
    </Card>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}
