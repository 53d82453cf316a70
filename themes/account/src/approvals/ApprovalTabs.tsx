import { Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { usePath } from "../frame/session";

/** What waits for the person, and everything that they may see. */
export function ApprovalTabs({ active }: { active: "approvals" | "approvals/all" }) {
  const { t } = useTranslation();
  const path = usePath();
  const navigate = useNavigate();
  return (
    <Tabs
      component="nav"
      className="pf-v5-u-mb-md"
      aria-label={t("ghMyApprovals")}
      activeKey={active}
      onSelect={(event, key) => {
        event.preventDefault();
        void navigate(path(String(key)));
      }}
    >
      <Tab eventKey="approvals" href={path("approvals")} title={<TabTitleText>{t("ghApprovalsWaiting")}</TabTitleText>} />
      <Tab
        eventKey="approvals/all"
        href={path("approvals/all")}
        data-testid="gh-approvals-all-tab"
        title={<TabTitleText>{t("ghApprovalsAll")}</TabTitleText>}
      />
    </Tabs>
  );
}
