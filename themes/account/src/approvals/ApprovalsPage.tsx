import { data, Empty, Load, useApi, usePaged } from "@gatehouse/shared";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { ApprovalCard } from "./ApprovalCard";
import { ApprovalTabs } from "./ApprovalTabs";

/** An agent waits for minutes at most, so the page looks for itself. */
const LOOK_EVERY_MS = 20_000;

export default function ApprovalsPage() {
  const { t } = useTranslation();
  const api = useApi();
  const waiting = usePaged(
    (page) => data(api.GET("/approvals", { params: { query: { ...page, mine: true, status: "pending" } } })),
    [],
  );
  const { reload } = waiting;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <Room title={t("ghMyApprovals")} description={t("ghMyApprovalsHelp")}>
      <ApprovalTabs active="approvals" />
      <Saved />
      {waiting.bar}
      <Load of={waiting}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghApprovalsEmpty")} body={t("ghApprovalsEmptyBody")} />
          ) : (
            <ul className="gh-cards" aria-label={t("ghApprovalsWaiting")} data-testid="gh-approval-list">
              {items.map((approval) => (
                <li key={approval.id}>
                  <ApprovalCard of={approval} />
                </li>
              ))}
            </ul>
          )
        }
      </Load>
    </Room>
  );
}
