import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Time } from "@gatehouse/shared";
import { Alert, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { path } from "../fields/parts";
import type { ApiKey } from "./apiKey";
import { KeyStatus } from "./KeyStatus";

/** The traffic of both keys of a rotation: when nobody needs the old one any more, it can go. */
export function Rotation({ apiKey, rotation }: { apiKey: ApiKey; rotation: NonNullable<ApiKey["rotation"]> }) {
  const { t, i18n } = useTranslation();
  const { realm } = useRealm();
  const number = new Intl.NumberFormat(i18n.language);
  const { old_key, new_key } = rotation;
  const isOver = old_key.status === "revoked" || old_key.status === "expired";
  const verdict = isOver ? "ghRotationOver" : apiKey.safe_to_revoke ? "ghRotationSafe" : "ghRotationWaits";
  return (
    <section data-testid="gh-key-rotation">
      <Title headingLevel="h2" size="lg" className="pf-v5-u-mt-xl pf-v5-u-mb-sm">
        {t("ghRotation")}
      </Title>
      <Alert component="p" isInline variant={!isOver && !apiKey.safe_to_revoke ? "warning" : "success"} title={t(verdict)} className="pf-v5-u-mb-md">
        {t("ghRotatedAt")} <Time iso={rotation.rotated_at} />. {t("ghOverlapEnds")} <Time iso={rotation.overlap_ends_at} />
        {rotation.revoke_when_idle_hours ? `. ${t("ghRevokeIdleAfter", { count: rotation.revoke_when_idle_hours })}` : ""}.
      </Alert>
      <Table variant="compact" aria-label={t("ghRotation")}>
        <Thead>
          <Tr>
            <Th>{t("ghKey")}</Th>
            <Th>{t("ghStatus")}</Th>
            <Th>{t("ghLastUsed")}</Th>
            <Th>{t("ghUseCount")}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {([["ghOldKey", old_key] as const, ["ghNewKey", new_key] as const]).map(([label, one]) => (
            <Tr key={one.id}>
              <Td dataLabel={t("ghKey")}>
                {t(label)} {one.id === apiKey.id ? one.prefix : <Link to={path(realm, "api-keys", one.id)}>{one.prefix}</Link>}…
              </Td>
              <Td dataLabel={t("ghStatus")}>
                <KeyStatus status={one.status} isCompact />
              </Td>
              <Td dataLabel={t("ghLastUsed")}>
                <Time iso={one.last_used_at} none={t("ghNever")} />
              </Td>
              <Td dataLabel={t("ghUseCount")}>{number.format(one.use_count)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </section>
  );
}
