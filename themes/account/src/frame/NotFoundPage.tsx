import { Empty } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { LinkButton } from "./LinkButton";
import { Room } from "./Room";

/** An address that leads nowhere; stock pages would show the router's own error. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Room title={t("ghPageNotFound")}>
      <Empty
        title={t("ghPageNotFoundTitle")}
        body={t("ghPageNotFoundBody")}
        action={<LinkButton to="">{t("personalInfo")}</LinkButton>}
      />
    </Room>
  );
}
