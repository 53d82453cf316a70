import { Page } from "@keycloak/keycloak-account-ui";
import { useTranslation } from "react-i18next";

export default function AgentsPage() {
  const { t } = useTranslation();
  return <Page title={t("ghMyAgents")} description={t("ghMyAgentsHelp")} children={undefined} />;
}
