import { Page } from "@keycloak/keycloak-account-ui";
import { useTranslation } from "react-i18next";

export default function ApiKeysPage() {
  const { t } = useTranslation();
  return <Page title={t("ghMyApiKeys")} description={t("ghMyApiKeysHelp")} children={undefined} />;
}
