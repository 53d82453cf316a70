import { data, Empty, Load, useApi, usePaged } from "@gatehouse/shared";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice, FilterBar, Search, useFilter } from "../frame/filters";
import { LinkButton } from "../frame/LinkButton";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { useSession } from "../frame/session";
import { KEY_STATUSES } from "./KeyStatus";
import { KeyTable } from "./KeyTable";
import type { Key } from "./keyForm";
import { RevokeKey } from "./RevokeKey";

export default function ApiKeysPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { userId } = useSession();
  const [search, setSearch] = useFilter("search");
  const [status, setStatus] = useFilter("status", KEY_STATUSES);
  const [reach, setReach] = useFilter("reach", ["managed"]);
  const [ending, setEnding] = useState<Key>();
  const keys = usePaged(
    (page) => {
      const query = { ...page, search: search || undefined, status: status || undefined, owner: reach ? undefined : userId };
      return data(api.GET("/api-keys", { params: { query } }));
    },
    [search, status, reach, userId],
  );
  const create = (
    <LinkButton to="api-keys/new" data-testid="gh-key-create">
      {t("ghKeyCreate")}
    </LinkButton>
  );
  const isFiltered = search !== "" || status !== "" || reach !== "";
  return (
    <Room title={t("ghMyApiKeys")} description={t("ghMyApiKeysHelp")} actions={create}>
      <Saved />
      <FilterBar bar={keys.bar}>
        <Search value={search} label={t("ghKeySearch")} onSearch={setSearch} />
        <Choice
          name="status"
          label={t("ghStatus")}
          all={t("ghAnyStatus")}
          value={status}
          options={KEY_STATUSES.map((value) => ({ value, label: t(`ghKeyStatus_${value}`) }))}
          onChange={setStatus}
        />
        <Choice
          name="reach"
          label={t("ghReach")}
          all={t("ghReachOwn")}
          value={reach}
          options={[{ value: "managed", label: t("ghReachManaged") }]}
          onChange={setReach}
        />
      </FilterBar>
      <Load of={keys}>
        {({ items }) => {
          if (items.length > 0) return <KeyTable keys={items} onRevoke={setEnding} />;
          return isFiltered ? (
            <Empty title={t("ghNothingFound")} body={t("ghNothingFoundBody")} />
          ) : (
            <Empty title={t("ghKeysEmpty")} body={t("ghKeysEmptyBody")} action={create} />
          );
        }}
      </Load>
      {ending && <RevokeKey of={ending} onDone={keys.reload} onClose={() => setEnding(undefined)} />}
    </Room>
  );
}
