import { useTranslation } from "react-i18next";
import { RoomTabs } from "../frame/RoomTabs";

/** What waits for the person, and everything that they may see. */
export function ApprovalTabs({ active }: { active: "approvals" | "approvals/all" }) {
  const { t } = useTranslation();
  const tabs = [
    { path: "approvals", label: t("ghApprovalsWaiting") },
    { path: "approvals/all", label: t("ghApprovalsAll") },
  ];
  return <RoomTabs label={t("ghMyApprovals")} active={active} tabs={tabs} />;
}
