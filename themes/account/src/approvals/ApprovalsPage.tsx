import { Page } from "@keycloak/keycloak-account-ui";
import { useTranslation } from "react-i18next";

export default function ApprovalsPage() {
  const { t } = useTranslation();
  return <Page title={t("ghMyApprovals")} description={t("ghMyApprovalsHelp")} children={undefined} />;
}
