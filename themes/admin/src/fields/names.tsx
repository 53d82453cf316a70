import { useAccess, useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { useApi, data } from "@gatehouse/shared";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import type { Choice } from "./SearchSelect";

export type Party = { type: string; id: string };

type StockRole = Parameters<ReturnType<typeof useAccess>["hasAccess"]>[0];

/** What was asked before, by realm, kind and id: lists name the same few people again and again. */
const known = new Map<string, Promise<string | undefined>>();

/** How the stock admin API and ours name the parties of a realm; undefined where the reader may not know. */
export function useDirectory() {
  const { adminClient } = useAdminClient();
  const { realm } = useRealm();
  const { hasSomeAccess } = useAccess();
  const api = useApi();
  const may = (...roles: string[]) => hasSomeAccess(...(roles as StockRole[]));
  const seesPeople = may("view-users", "manage-users");
  const seesOrganizations = may("view-realm", "manage-realm", "view-organizations", "manage-organizations");

  const ask = async ({ type, id }: Party): Promise<string | undefined> => {
    if ((type === "user" || type === "service_account") && seesPeople) {
      // Searched and not fetched: somebody who is gone, or is of another realm, is no error.
      return (await adminClient.users.find({ search: `id:${id}`, briefRepresentation: true }))[0]?.username;
    }
    if (type === "group" && seesPeople) return (await adminClient.groups.findOne({ id }))?.name;
    if (type === "organization" && seesOrganizations) return (await adminClient.organizations.findOne({ id }))?.name;
    if (type === "agent") return (await data(api.GET("/agents/{id}", { params: { path: { id } } }))).name;
    return undefined;
  };
  const nameOf = (party: Party) => {
    const key = `${realm}/${party.type}/${party.id}`;
    let name = known.get(key);
    if (!name) known.set(key, (name = ask(party).catch(() => undefined)));
    return name;
  };

  const people = async (search: string): Promise<Choice[]> =>
    (await adminClient.users.find({ search, max: 20, briefRepresentation: true })).map((user) => ({
      id: user.id!,
      label: user.username!,
      detail: [user.firstName, user.lastName, user.email].filter(Boolean).join(" "),
    }));
  const groups = async (search: string): Promise<Choice[]> =>
    (await adminClient.groups.find({ search, max: 20 })).map((group) => ({ id: group.id!, label: group.name!, detail: group.path }));
  const organizations = async (search: string): Promise<Choice[]> =>
    (await adminClient.organizations.find({ search, max: 20 })).map((organization) => ({
      id: organization.id!,
      label: organization.name!,
      detail: organization.alias,
    }));
  const agents = async (search: string): Promise<Choice[]> =>
    (await data(api.GET("/agents", { params: { query: { limit: 20, search: search || undefined } } }))).items.map((agent) => ({
      id: agent.id,
      label: agent.name,
      detail: agent.id,
    }));
  return { nameOf, people, groups, organizations, agents, seesPeople, seesOrganizations };
}

/** The name of a party, and its id until that is known or when the reader may not know it. */
export function useName(party?: Party) {
  const { nameOf } = useDirectory();
  const [name, setName] = useState<{ of: string; name?: string }>();
  const key = party ? `${party.type}/${party.id}` : "";
  useEffect(() => {
    let current = true;
    if (party) void nameOf(party).then((found) => current && setName({ of: key, name: found }));
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key names the party
  }, [key]);
  return name?.of === key ? name.name : undefined;
}

export function PartyName({ type, id }: Party) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const name = useName({ type, id });
  if (type === "realm") return <>{t("ghOwnerRealm")}</>;
  const text = <span title={name ? id : undefined}>{name ?? id}</span>;
  if (type === "agent") return <Link to={`/${encodeURIComponent(realm)}/gatehouse/agents/${id}`}>{text}</Link>;
  return text;
}

/** An owner as the API tells it: the name of a team, or a party of the realm with its kind. */
export function OwnerName({ owner }: { owner: string | Party }) {
  const { t } = useTranslation();
  if (typeof owner === "string") return <>{owner}</>;
  return (
    <>
      <PartyName {...owner} />
      {owner.type !== "user" && owner.type !== "realm" && <small className="pf-v5-u-color-200"> {t(`ghOwnerKind_${owner.type}`)}</small>}
    </>
  );
}
