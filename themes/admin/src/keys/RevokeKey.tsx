import { Confirm, Time, useApi } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { PartyName } from "../fields/names";
import { Facts } from "../fields/parts";
import type { ApiKey } from "./apiKey";

/** Asks before a key ends for good, and names what stops with it. */
export function RevokeKey({ apiKey, onClose, onDone }: { apiKey: ApiKey; onClose: () => void; onDone: (text: string) => void }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  return (
    <Confirm
      title={t("ghKeyRevokeTitle", { name: apiKey.name })}
      action={t("ghRevoke")}
      typed={apiKey.name}
      body={
        <>
          <p className="pf-v5-u-mb-md">{t("ghKeyRevokeHelp")}</p>
          <div className="pf-v5-u-mb-md">
            <Facts
              facts={[
                { term: t("ghKey"), value: apiKey.masked },
                { term: t("ghOwner"), value: <PartyName {...apiKey.owner} /> },
                { term: t("ghLastUsed"), value: <Time iso={apiKey.last_used_at} none={t("ghNever")} /> },
              ]}
            />
          </div>
        </>
      }
      onConfirm={async () => {
        const clicked = performance.now();
        await api.DELETE("/api-keys/{id}", { params: { path: { id: apiKey.id } } });
        const ms = new Intl.NumberFormat(i18n.language).format(Math.round(performance.now() - clicked));
        onDone(t("ghKeyRevoked", { name: apiKey.name, ms }));
      }}
      onClose={onClose}
    />
  );
}
