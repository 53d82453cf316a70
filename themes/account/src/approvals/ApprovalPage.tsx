import { data, Load, useApi, useLoad } from "@gatehouse/shared";
import { Alert } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router-dom";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { useSession } from "../frame/session";
import { ApprovalFacts } from "./ApprovalFacts";
import type { Approval } from "./ApprovalStatus";
import { DecisionForm } from "./DecisionForm";

/** One request: all that is known of it, and the decision where it is the person's to make. */
export default function ApprovalPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const approval = useLoad(() => data(api.GET("/approvals/{id}", { params: { path: { id } } })), [id]);
  const name = approval.value?.agent_name ?? approval.value?.agent_id;
  return (
    <Room
      title={name ? t("ghApprovalOf", { name }) : t("ghApproval")}
      parent={{ label: t("ghMyApprovals"), path: "approvals" }}
    >
      <Saved />
      <Load of={approval}>
        {(value) => (
          <>
            <Outcome of={value} />
            <ApprovalFacts of={value} />
            {value.may_decide && <DecisionForm key={value.id} of={value} onStale={approval.reload} />}
          </>
        )}
      </Load>
    </Room>
  );
}

function Outcome({ of: approval }: { of: Approval }) {
  const { t } = useTranslation();
  const { userId } = useSession();
  if (approval.may_decide) return null;
  const variant = approval.status === "approved" ? "success" : approval.status === "denied" ? "danger" : "info";
  const isByMe = approval.decided_by === userId;
  return (
    <Alert
      component="p"
      isInline
      className="pf-v5-u-mb-md"
      variant={variant}
      data-testid="gh-approval-outcome"
      title={t(isByMe ? `ghYouDecided_${approval.status}` : `ghOutcome_${approval.status}`)}
    >
      {approval.status === "approved" && t(approval.redeemed ? "ghTokenFetched" : "ghTokenNotFetched")}
    </Alert>
  );
}
