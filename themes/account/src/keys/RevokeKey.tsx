import { Confirm, Time, useApi } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { Scopes } from "../frame/Scopes";
import type { Key } from "./keyForm";

/** Asks before a key ends for good, and says what stops with it. */
export function RevokeKey({ of: key, onDone, onClose }: { of: Key; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  return (
    <Confirm
      title={t("ghKeyRevokeTitle", { name: key.name })}
      action={t("ghRevoke")}
      body={
        <>
          <p>{t("ghKeyRevokeBody", { key: key.masked })}</p>
          <p className="pf-v5-u-mt-sm">
            {t("ghLastUsed")}: <Time iso={key.last_used_at} none={t("ghNever")} />
          </p>
          <p className="pf-v5-u-mt-sm">{t("ghKeyRevokeScopes")}</p>
          <Scopes of={key.scopes} />
        </>
      }
      onConfirm={async () => {
        await api.DELETE("/api-keys/{id}", { params: { path: { id: key.id } } });
        onDone();
      }}
      onClose={onClose}
    />
  );
}
