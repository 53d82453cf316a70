import { Time, type Schemas } from "@gatehouse/shared";
import { Alert } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { usePath } from "../frame/session";
import type { Key } from "./keyForm";
import { KeyStatus } from "./KeyStatus";

/** The old and the new key side by side, and whether the old one is needed any more. */
export function KeyRotation({ of: key, rotation }: { of: Key; rotation: Schemas["ApiKeyRotation"] }) {
  const { t, i18n } = useTranslation();
  const path = usePath();
  const isOldAlive = rotation.old_key.status === "active";
  const rows = [
    [t("ghOldKey"), rotation.old_key],
    [t("ghNewKey"), rotation.new_key],
  ] as const;
  return (
    <>
      {isOldAlive && (
        <Alert
          component="p"
          isInline
          className="pf-v5-u-mb-md"
          variant={key.safe_to_revoke ? "success" : "info"}
          title={t(key.safe_to_revoke ? "ghSafeToRevoke" : "ghNotYetSafeToRevoke")}
        >
          {t("ghOverlapEnds")} <Time iso={rotation.overlap_ends_at} />
        </Alert>
      )}
      <Table aria-label={t("ghRotation")} variant="compact" gridBreakPoint="grid-md" data-testid="gh-key-rotation">
        <Thead>
          <Tr>
            <Th>{t("ghKey")}</Th>
            <Th>{t("ghStatus")}</Th>
            <Th modifier="nowrap">{t("ghLastUsed")}</Th>
            <Th>{t("ghUses")}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {rows.map(([label, traffic]) => (
            <Tr key={traffic.id}>
              <Td dataLabel={t("ghKey")}>
                {label} <Link to={path(`api-keys/${traffic.id}`)}>{traffic.prefix}…</Link>
              </Td>
              <Td dataLabel={t("ghStatus")}>
                <KeyStatus of={traffic.status} />
              </Td>
              <Td dataLabel={t("ghLastUsed")}>
                <Time iso={traffic.last_used_at} none={t("ghNever")} />
              </Td>
              <Td dataLabel={t("ghUses")}>{traffic.use_count.toLocaleString(i18n.language)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
