import { Time } from "@gatehouse/shared";
import { Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { RowMenu } from "../frame/RowMenu";
import { Scopes } from "../frame/Scopes";
import { usePath } from "../frame/session";
import type { Key } from "./keyForm";
import { KeyStatus } from "./KeyStatus";

/** Keys one below the other; on a phone each is a card. */
export function KeyTable({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (key: Key) => void }) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t("ghMyApiKeys")} variant="compact" gridBreakPoint="grid-lg" data-testid="gh-key-list">
      <Thead>
        <Tr>
          <Th>{t("ghName")}</Th>
          <Th>{t("ghKey")}</Th>
          <Th>{t("ghScopes")}</Th>
          <Th>{t("ghStatus")}</Th>
          <Th>{t("ghExpires")}</Th>
          <Th modifier="nowrap">{t("ghLastUsed")}</Th>
          <Th screenReaderText={t("ghActions")} />
        </Tr>
      </Thead>
      <Tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} of={key} onRevoke={() => onRevoke(key)} />
        ))}
      </Tbody>
    </Table>
  );
}

function KeyRow({ of: key, onRevoke }: { of: Key; onRevoke: () => void }) {
  const { t } = useTranslation();
  const path = usePath();
  const isAlive = key.status === "active" || key.status === "inactive";
  return (
    <Tr data-testid="gh-key-row">
      <Td dataLabel={t("ghName")} modifier="breakWord">
        <Link to={path(`api-keys/${key.id}`)}>{key.name}</Link>
      </Td>
      <Td dataLabel={t("ghKey")} modifier="nowrap">
        <code>{key.masked}</code>{" "}
        {key.environment === "test" && <Label isCompact>{t("ghEnvironment_test")}</Label>}
      </Td>
      <Td dataLabel={t("ghScopes")}>
        <Scopes of={key.scopes} />
      </Td>
      <Td dataLabel={t("ghStatus")}>
        <KeyStatus of={key.status} />
      </Td>
      <Td dataLabel={t("ghExpires")} modifier="nowrap">
        <Time iso={key.expires_at} />
      </Td>
      <Td dataLabel={t("ghLastUsed")} modifier="nowrap">
        <Time iso={key.last_used_at} none={t("ghNever")} />
      </Td>
      <Td isActionCell>
        <RowMenu
          name={key.name}
          actions={[
            isAlive && { label: t("ghEdit"), to: `api-keys/${key.id}/edit` },
            key.status === "active" && !key.replaced_by && { label: t("ghRotate"), to: `api-keys/${key.id}/rotate` },
            key.status !== "revoked" && { label: t("ghRevoke"), onClick: onRevoke, isDanger: true },
          ]}
        />
      </Td>
    </Tr>
  );
}
