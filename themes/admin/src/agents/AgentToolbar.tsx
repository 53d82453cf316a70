import { data, useApi } from "@gatehouse/shared";
import { useRealm } from "@keycloak/keycloak-admin-ui";
import {
  Button,
  Checkbox,
  Dropdown,
  DropdownItem,
  DropdownList,
  FormSelect,
  FormSelectOption,
  MenuToggle,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { OwnerFilter, Search } from "../fields/filters";
import { LinkButton, path } from "../fields/parts";
import { SearchSelect } from "../fields/SearchSelect";
import { statuses } from "./agent";

type Status = (typeof statuses)[number];

/** What the list is narrowed to, kept in the address so that it can be passed on. */
export const filtersOf = (query: URLSearchParams) => ({
  search: query.get("search") || undefined,
  status: (statuses as readonly string[]).includes(query.get("status") ?? "") ? (query.get("status") as Status) : undefined,
  owner: query.get("owner") || undefined,
  blueprint_id: query.get("blueprint_id") || undefined,
  orphaned: query.get("orphaned") === "true" ? true : undefined,
});

type Props = { bar: ReactNode; create?: ReactNode; onStop?: (act: "pause" | "revoke") => void };

export function AgentToolbar({ bar, create, onStop }: Props) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const [query, setQuery] = useSearchParams();
  const set = (name: string, value?: string) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const filters = filtersOf(query);
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Toolbar data-testid="gh-agents-toolbar">
      <ToolbarContent>
        <ToolbarItem variant="search-filter">
          <Search value={filters.search ?? ""} label={t("ghAgentsSearch")} onSearch={(text) => set("search", text)} />
        </ToolbarItem>
        <ToolbarItem>
          <FormSelect
            style={{ minWidth: "9rem" }}
            aria-label={t("ghStatus")}
            value={filters.status ?? ""}
            data-testid="gh-agents-status"
            onChange={(_event, status) => set("status", status)}
          >
            <FormSelectOption value="" label={t("ghAnyStatus")} />
            {statuses.map((status) => (
              <FormSelectOption key={status} value={status} label={t(`ghAgentStatus_${status}`)} />
            ))}
          </FormSelect>
        </ToolbarItem>
        <ToolbarItem style={{ width: "11rem" }}>
          <OwnerFilter value={filters.owner} onChange={(owner) => set("owner", owner)} />
        </ToolbarItem>
        <ToolbarItem style={{ width: "11rem" }}>
          <BlueprintFilter value={filters.blueprint_id} onChange={(id) => set("blueprint_id", id)} />
        </ToolbarItem>
        <ToolbarItem alignSelf="center">
          <Checkbox
            id="gh-agents-orphaned"
            label={t("ghAgentsOrphaned")}
            isChecked={!!filters.orphaned}
            onChange={(_event, on) => set("orphaned", on ? "true" : undefined)}
          />
        </ToolbarItem>
        {isFiltered && (
          <ToolbarItem>
            <Button variant="link" onClick={() => setQuery({}, { replace: true })}>
              {t("ghClearFilters")}
            </Button>
          </ToolbarItem>
        )}
      </ToolbarContent>
      <ToolbarContent>
        {create && <ToolbarItem>{create}</ToolbarItem>}
        <ToolbarItem>
          <LinkButton variant="secondary" to={path(realm, "agents", "blueprints")}>
            {t("ghBlueprints")}
          </LinkButton>
        </ToolbarItem>
        {onStop && (
          <ToolbarItem>
            <StopMenu onStop={onStop} />
          </ToolbarItem>
        )}
        <ToolbarItem variant="pagination">{bar}</ToolbarItem>
      </ToolbarContent>
    </Toolbar>
  );
}

function StopMenu({ onStop }: { onStop: (act: "pause" | "revoke") => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      toggle={(ref) => (
        <MenuToggle ref={ref} isExpanded={open} onClick={() => setOpen(!open)} data-testid="gh-agents-stop">
          {t("ghStopMany")}
        </MenuToggle>
      )}
    >
      <DropdownList>
        <DropdownItem onClick={() => onStop("pause")} data-testid="gh-agents-pause-all">
          {t("ghPauseAll")}
        </DropdownItem>
        <DropdownItem isDanger onClick={() => onStop("revoke")} data-testid="gh-agents-revoke-all">
          {t("ghRevokeAllAgents")}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}

export function useBlueprints() {
  const api = useApi();
  return async (text: string) =>
    (await data(api.GET("/agent-blueprints", { params: { query: { limit: 100 } } }))).items
      .filter((blueprint) => blueprint.name.toLowerCase().includes(text.toLowerCase()))
      .map((blueprint) => ({ id: blueprint.id, label: blueprint.name, detail: blueprint.description ?? undefined }));
}

function BlueprintFilter({ value, onChange }: { value?: string; onChange: (id?: string) => void }) {
  const { t } = useTranslation();
  const blueprints = useBlueprints();
  const [label, setLabel] = useState<string>();
  return (
    <SearchSelect
      id="gh-blueprint-filter"
      name="blueprint_id"
      label={t("ghBlueprintFilter")}
      placeholder={t("ghBlueprintFilter")}
      value={value ? { id: value, label: label ?? value } : undefined}
      onChange={(choice) => {
        setLabel(choice?.label);
        onChange(choice?.id);
      }}
      search={blueprints}
    />
  );
}
