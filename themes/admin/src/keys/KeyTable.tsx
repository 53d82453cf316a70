import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Time } from "@gatehouse/shared";
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { OwnerName } from "../fields/names";
import { path, Words } from "../fields/parts";
import type { ApiKey } from "./apiKey";
import { Environment, KeyStatus } from "./KeyStatus";
import { RevokeKey } from "./RevokeKey";

type Props = { keys: ApiKey[]; manages: boolean; onChange: () => void; say: (text: string) => void };

export function KeyTable({ keys, manages, onChange, say }: Props) {
  const { t, i18n } = useTranslation();
  const { realm } = useRealm();
  const navigate = useNavigate();
  const [revoking, setRevoking] = useState<ApiKey>();
  const count = new Intl.NumberFormat(i18n.language);
  return (
    <>
      <Table variant="compact" aria-label={t("ghApiKeys")} data-testid="gh-keys">
        <Thead>
          <Tr>
            <Th>{t("ghName")}</Th>
            <Th>{t("ghStatus")}</Th>
            <Th>{t("ghEnvironment")}</Th>
            <Th>{t("ghOwner")}</Th>
            <Th>{t("ghScopes")}</Th>
            <Th>{t("ghLastUsed")}</Th>
            <Th>{t("ghExpires")}</Th>
            {manages && <Th screenReaderText={t("ghActions")} />}
          </Tr>
        </Thead>
        <Tbody>
          {keys.map((key) => (
            <Tr key={key.id} data-testid={`gh-key-${key.id}`}>
              <Td dataLabel={t("ghName")}>
                <Link to={path(realm, "api-keys", key.id)}>{key.name}</Link>
                <br />
                <small className="pf-v5-u-color-200">{key.masked}</small>
              </Td>
              <Td dataLabel={t("ghStatus")}>
                <KeyStatus status={key.status} isCompact />
              </Td>
              <Td dataLabel={t("ghEnvironment")}>
                <Environment value={key.environment} />
              </Td>
              <Td dataLabel={t("ghOwner")}>
                <OwnerName owner={key.owner} />
              </Td>
              <Td dataLabel={t("ghScopes")}>
                <Words words={key.scopes} none={t("ghNoScopes")} label={t("ghScopes")} />
              </Td>
              <Td dataLabel={t("ghLastUsed")}>
                <Time iso={key.last_used_at} none={t("ghNever")} />
                {key.use_count > 0 && (
                  <small className="pf-v5-u-color-200"> {t("ghUses", { count: key.use_count, shown: count.format(key.use_count) })}</small>
                )}
              </Td>
              <Td dataLabel={t("ghExpires")}>
                <Time iso={key.expires_at} />
              </Td>
              {manages && (
                <Td isActionCell>
                  {key.status !== "revoked" && (
                    <ActionsColumn
                      popperProps={{ position: "right" }}
                      aria-label={t("ghActionsOf", { name: key.name })}
                      items={[
                        { title: t("ghEdit"), onClick: () => navigate(path(realm, "api-keys", key.id, "edit")) },
                        { title: t("ghRevoke"), isDanger: true, onClick: () => setRevoking(key) },
                      ]}
                    />
                  )}
                </Td>
              )}
            </Tr>
          ))}
        </Tbody>
      </Table>
      {revoking && (
        <RevokeKey
          apiKey={revoking}
          onClose={() => setRevoking(undefined)}
          onDone={(text) => {
            say(text);
            onChange();
          }}
        />
      )}
    </>
  );
}
