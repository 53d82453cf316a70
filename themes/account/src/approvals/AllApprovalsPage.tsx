import { data, Empty, Load, Time, useApi, usePaged } from "@gatehouse/shared";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Choice, FilterBar, useFilter } from "../frame/filters";
import { Room } from "../frame/Room";
import { Scopes } from "../frame/Scopes";
import { usePath } from "../frame/session";
import { APPROVAL_STATUSES, ApprovalStatus, type Approval } from "./ApprovalStatus";
import { ApprovalTabs } from "./ApprovalTabs";

/** All that the person may see: decided by them or others, and requests of their own agents. */
export default function AllApprovalsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [status, setStatus] = useFilter("status", APPROVAL_STATUSES);
  const [mine, setMine] = useFilter("mine", ["true"]);
  const approvals = usePaged(
    (page) => {
      const query = { ...page, status: status || undefined, mine: mine ? true : undefined };
      return data(api.GET("/approvals", { params: { query } }));
    },
    [status, mine],
  );
  return (
    <Room title={t("ghMyApprovals")} description={t("ghMyApprovalsHelp")}>
      <ApprovalTabs active="approvals/all" />
      <FilterBar bar={approvals.bar}>
        <Choice
          name="status"
          label={t("ghStatus")}
          all={t("ghAnyStatus")}
          value={status}
          options={APPROVAL_STATUSES.map((value) => ({ value, label: t(`ghApprovalStatus_${value}`) }))}
          onChange={setStatus}
        />
        <Choice
          name="mine"
          label={t("ghReach")}
          all={t("ghApprovalsEvery")}
          value={mine}
          options={[{ value: "true", label: t("ghApprovalsMine") }]}
          onChange={setMine}
        />
      </FilterBar>
      <Load of={approvals}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghNothingFound")} body={t("ghApprovalsAllEmptyBody")} />
          ) : (
            <ApprovalTable of={items} />
          )
        }
      </Load>
    </Room>
  );
}

function ApprovalTable({ of: approvals }: { of: readonly Approval[] }) {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <Table aria-label={t("ghApprovalsAll")} variant="compact" gridBreakPoint="grid-lg" data-testid="gh-approval-table">
      <Thead>
        <Tr>
          <Th>{t("ghAgent")}</Th>
          <Th>{t("ghAskedFor")}</Th>
          <Th>{t("ghStatus")}</Th>
          <Th>{t("ghAsked")}</Th>
          <Th>{t("ghDecided")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {approvals.map((approval) => (
          <Tr key={approval.id} data-testid="gh-approval-row">
            <Td dataLabel={t("ghAgent")} modifier="breakWord">
              <Link to={path(`approvals/${approval.id}`)}>{approval.agent_name ?? approval.agent_id}</Link>
            </Td>
            <Td dataLabel={t("ghAskedFor")}>
              <Scopes of={approval.scope} />
            </Td>
            <Td dataLabel={t("ghStatus")}>
              <ApprovalStatus of={approval.status} />
            </Td>
            <Td dataLabel={t("ghAsked")} modifier="nowrap">
              <Time iso={approval.created_at} />
            </Td>
            <Td dataLabel={t("ghDecided")} modifier="nowrap">
              <Time iso={approval.decided_at} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
