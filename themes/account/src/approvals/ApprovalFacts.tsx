import { duration, Time } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { Facts } from "../frame/Facts";
import { Scopes } from "../frame/Scopes";
import { useSession } from "../frame/session";
import { ApprovalStatus, type Approval } from "./ApprovalStatus";

/** Who asks for what, for whom, what for and until when; and what became of it. */
export function ApprovalFacts({ of: approval }: { of: Approval }) {
  const { t, i18n } = useTranslation();
  const { userId } = useSession();
  const person = (id: string | null) => (id === userId ? t("ghYou") : id);
  const isAnywhere = approval.audience.includes("any");
  return (
    <Facts
      of={[
        [t("ghStatus"), <ApprovalStatus of={approval.status} />],
        [t("ghWhoAsks"), <AgentName of={approval} />],
        [t("ghAskedFor"), <Scopes of={approval.scope} />],
        [t("ghWhere"), isAnywhere ? t("ghAnyAudience") : approval.audience.join(", ")],
        [t("ghIntent"), <Intent of={approval.intent} />],
        [t("ghForWhom"), person(approval.subject_id) ?? t("ghForItself")],
        [t("ghRequestedBy"), person(approval.requested_by)],
        [t("ghRuleSays"), approval.message],
        [t("ghTokenLives"), duration(approval.ttl, i18n.language)],
        [t("ghWhoDecides"), <Approvers of={approval} />],
        [t("ghAsked"), <Time iso={approval.created_at} />],
        [t("ghDecideUntil"), approval.status === "pending" && <Time iso={approval.expires_at} />],
        [t("ghDecided"), approval.decided_at && <Time iso={approval.decided_at} />],
        [t("ghDecidedBy"), person(approval.decided_by)],
        [t("ghReason"), approval.reason && <blockquote className="gh-quote">{approval.reason}</blockquote>],
        [t("ghGranted"), approval.granted_scope && <Scopes of={approval.granted_scope} />],
        [t("ghApprovedUntil"), approval.approved_until && <Time iso={approval.approved_until} />],
      ]}
    />
  );
}

function AgentName({ of: approval }: { of: Approval }) {
  return (
    <>
      {approval.agent_name} <code>{approval.agent_id}</code>
    </>
  );
}

function Intent({ of: intent }: { of: string | null }) {
  const { t } = useTranslation();
  if (!intent) return <>{t("ghNoIntent")}</>;
  return (
    <>
      <blockquote className="gh-quote" data-testid="gh-intent">
        {intent}
      </blockquote>
      <small>{t("ghIntentUnchecked")}</small>
    </>
  );
}

/** Each rule's approvers; whoever decides fits all of them. */
function Approvers({ of: approval }: { of: Approval }) {
  const { t } = useTranslation();
  const { userId } = useSession();
  const text = (approver: string) => {
    const [kind, ...rest] = approver.split(":");
    const id = rest.join(":");
    if (!id) return t(`ghApprover_${kind}`, { defaultValue: approver });
    return id === userId ? t("ghYou") : t(`ghApproverOf_${kind}`, { name: id, defaultValue: approver });
  };
  const rules = approval.approvers.map((rule) => (rule.length ? rule.map(text).join(` ${t("ghOr")} `) : t("ghApprover_role")));
  return <>{rules.join(` ${t("ghAnd")} `)}</>;
}
