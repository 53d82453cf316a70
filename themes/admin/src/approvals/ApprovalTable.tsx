import { Time, type Schemas } from "@gatehouse/shared";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Person } from "../Person";
import { useTo } from "../policies/words";
import { ApprovalStatus, Scopes } from "./words";

type Approval = Schemas["Approval"];

export function ApprovalTable({ approvals }: { approvals: Approval[] }) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("ghApprovals")} variant="compact" data-testid="gh-approvals">
      <Thead>
        <Tr>
          <Th>{t("ghApprovalAgent")}</Th>
          <Th>{t("ghApprovalScope")}</Th>
          <Th modifier="wrap">{t("ghApprovalFor")}</Th>
          <Th>{t("ghApprovalIntent")}</Th>
          <Th>{t("ghApprovalStatus")}</Th>
          <Th>{t("ghApprovalAsked")}</Th>
          <Th>{t("ghApprovalEnds")}</Th>
          <Th screenReaderText={t("ghApprovalOpen")} />
        </Tr>
      </Thead>
      <Tbody>
        {approvals.map((approval) => (
          <ApprovalRow key={approval.id} approval={approval} />
        ))}
      </Tbody>
    </Table>
  );
}

function ApprovalRow({ approval }: { approval: Approval }) {
  const { t } = useTranslation();
  const to = useTo();
  const agent = approval.agent_name ?? approval.agent_id;
  const isOpen = approval.status === "pending";
  return (
    <Tr data-testid={`gh-approval-row-${approval.id}`}>
      <Td dataLabel={t("ghApprovalAgent")} modifier="breakWord"><Link to={to("agents", approval.agent_id)}>{agent}</Link></Td>
      <Td dataLabel={t("ghApprovalScope")}><Scopes scopes={approval.granted_scope ?? approval.scope} label={t("ghApprovalScopeOf", { name: agent })} /></Td>
      <Td dataLabel={t("ghApprovalFor")}><Person id={approval.subject_id} none={t("ghApprovalForItself")} /></Td>
      <Td dataLabel={t("ghApprovalIntent")}><span className="gh-clamp" title={approval.intent ?? undefined}>{approval.intent ?? "–"}</span></Td>
      <Td dataLabel={t("ghApprovalStatus")}><ApprovalStatus status={approval.status} /></Td>
      <Td dataLabel={t("ghApprovalAsked")}><Time iso={approval.created_at} /></Td>
      <Td dataLabel={t("ghApprovalEnds")}><Time iso={isOpen ? approval.expires_at : (approval.approved_until ?? null)} /></Td>
      <Td modifier="nowrap">
        <Link to={to("approvals", approval.id)} aria-label={t(isOpen && approval.may_decide ? "ghApprovalDecideOf" : "ghApprovalOpenOf", { name: agent })} data-testid={`gh-approval-open-${approval.id}`}>
          {t(isOpen && approval.may_decide ? "ghApprovalDecide" : "ghApprovalOpen")}
        </Link>
      </Td>
    </Tr>
  );
}
