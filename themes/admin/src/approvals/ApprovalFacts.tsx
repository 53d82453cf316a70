import { data, duration, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { Person } from "../Person";
import { useTo } from "../policies/words";
import { Scopes } from "./words";

type Approval = Schemas["Approval"];

/** What is asked for, and why somebody is asked. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  const { t, i18n } = useTranslation();
  const to = useTo();
  const may = useMay();
  const agent = approval.agent_name ?? approval.agent_id;
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mb-md">{t("ghApprovalWhat")}</h2>
      <DescriptionList isHorizontal isCompact data-testid="gh-approval-facts">
        <Fact term={t("ghApprovalAgent")}>{may.agents ? <Link to={to("agents", approval.agent_id)} data-testid="gh-approval-agent">{agent}</Link> : agent}</Fact>
        <Fact term={t("ghApprovalFor")}><Person id={approval.subject_id} none={t("ghApprovalForItself")} /></Fact>
        {approval.requested_by && <Fact term={t("ghApprovalRequestedBy")}><Person id={approval.requested_by} /></Fact>}
        <Fact term={t("ghApprovalScope")}><Scopes scopes={approval.scope} label={t("ghApprovalScope")} /></Fact>
        <Fact term={t("ghApprovalTarget")}>{approval.audience.map((one) => (one === "any" ? t("ghApprovalAnywhere") : one)).join(", ")}</Fact>
        <Fact term={t("ghApprovalIntent")}>
          {approval.intent ? <>“{approval.intent}” <small className="pf-v5-u-color-200">{t("ghApprovalIntentUnchecked")}</small></> : t("ghApprovalNoIntent")}
        </Fact>
        <Fact term={t("ghApprovalTtl")}>{duration(approval.ttl, i18n.language)}</Fact>
        <Fact term={t("ghApprovalAsked")}><Time iso={approval.created_at} /></Fact>
        <Fact term={t("ghApprovalEnds")}><Time iso={approval.expires_at} /></Fact>
      </DescriptionList>
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mt-lg pf-v5-u-mb-md">{t("ghApprovalWhy")}</h2>
      <DescriptionList isHorizontal isCompact>
        <Fact term={t("ghApprovalRule")}><RuleName approval={approval} isVisible={may.policies} /></Fact>
        {approval.message && <Fact term={t("ghApprovalMessage")}>{approval.message}</Fact>}
        <Fact term={t("ghApprovalApprovers")}><Approvers approvers={approval.approvers} /></Fact>
        <Fact term={t("ghApprovalLimit")}>{t("ghApprovalLimitValue", { time: duration(approval.approved_for_seconds, i18n.language) })}</Fact>
        {approval.step_up && <Fact term={t("ghApprovalStepUp")}>{t("ghApprovalStepUpValue")}</Fact>}
      </DescriptionList>
      <p className="gh-links pf-v5-u-mt-lg">
        {may.audit && <Link to={`${to("audit")}?target=${encodeURIComponent(approval.id)}`} data-testid="gh-approval-audit">{t("ghApprovalAudit")}</Link>}
        {may.audit && <Link to={`${to("audit")}?agent_id=${encodeURIComponent(approval.agent_id)}`} data-testid="gh-approval-agent-audit">{t("ghApprovalAgentAudit")}</Link>}
        {may.audit && may.policies && <Link to={`${to("policies", "simulate")}?decision_id=${encodeURIComponent(approval.decision_id)}`} data-testid="gh-approval-simulate">{t("ghApprovalSimulate")}</Link>}
        {may.agents && <Link to={`${to("approvals")}?agent_id=${encodeURIComponent(approval.agent_id)}&status=all`}>{t("ghApprovalOthers")}</Link>}
      </p>
    </>
  );
}

/** Which of the pages that are linked here the person may open. */
function useMay() {
  const { has } = useRoles();
  return {
    agents: has("view-gatehouse", "manage-gatehouse", "manage-agents"),
    policies: has("view-gatehouse", "manage-gatehouse", "manage-policies"),
    audit: has("view-audit"),
  };
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function RuleName({ approval, isVisible }: { approval: Approval; isVisible: boolean }) {
  const { t } = useTranslation();
  const rule = t("ghApprovalRuleValue", { rule: approval.rule_id, version: approval.policy_version });
  return isVisible ? <PolicyLink id={approval.policy_id} rule={rule} /> : <>{rule}</>;
}

/** A policy that was deleted meanwhile has no page. */
function PolicyLink({ id, rule }: { id: string; rule: string }) {
  const api = useApi();
  const to = useTo();
  const { value } = useLoad(() => data(api.GET("/policies/{id}", { params: { path: { id } } })), [id]);
  if (!value) return <>{rule}</>;
  return <><Link to={to("policies", id)} data-testid="gh-approval-policy">{value.name}</Link>, {rule}</>;
}

/** Whom each rule lets decide. Several lists: whoever decides must be in each. */
function Approvers({ approvers }: { approvers: string[][] }) {
  const { t } = useTranslation();
  return (
    <>
      {approvers.map((list, index) => (
        <div key={index}>
          {index > 0 && <>{t("ghApprovalAnd")} </>}
          {list.length === 0
            ? t("ghApprovalHolders")
            : list.map((one, at) => (
                <span key={one}>
                  {at > 0 && ", "}
                  <Approver text={one} />
                </span>
              ))}
        </div>
      ))}
    </>
  );
}

const RELATIONS = new Set(["owner", "creator", "sponsor", "manager", "requester", "subject"]);

function Approver({ text }: { text: string }) {
  const { t } = useTranslation();
  if (RELATIONS.has(text)) return <>{t(`ghApprover_${text}`)}</>;
  if (text.startsWith("user:")) return <Person id={text} />;
  if (text.startsWith("role:")) return <>{t("ghApproverRole", { name: text.slice(5) })}</>;
  return <code>{text}</code>;
}
