import { data, Empty, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import {
  Button,
  Label,
  LabelGroup,
  PageSection,
  SearchInput,
  ToggleGroup,
  ToggleGroupItem,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router-dom";
import { useRoles } from "../access";
import { usePaths } from "../paths";
import { stateOf, WebhookState } from "./WebhookState";

type Webhook = Schemas["Webhook"];
const STATES = ["active", "failing", "disabled"] as const;

/** A realm has at most 100 webhooks: one call reads them all, so that searching needs no other. */
export default function WebhooksPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const { has } = useRoles();
  const webhooks = useLoad(() => data(api.GET("/webhooks", { params: { query: { limit: 100 } } })), []);
  const create = has("manage-gatehouse", "manage-webhooks") && (
    <Button data-testid="gh-webhook-new" component={(props) => <Link {...props} to={to("webhooks", "new")} />}>
      {t("ghWebhookNew")}
    </Button>
  );
  return (
    <>
      <ViewHeader titleKey="ghWebhooks" subKey="ghWebhooksHelp" />
      <PageSection variant="light">
        <Load of={webhooks}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t("ghWebhooksNone")} body={t("ghWebhooksNoneHelp")} action={create} />
            ) : (
              <Webhooks items={items} create={create} />
            )
          }
        </Load>
      </PageSection>
    </>
  );
}

function Webhooks({ items, create }: { items: Webhook[]; create: JSX.Element | false }) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const search = query.get("search") ?? "";
  const state = query.get("state") ?? "";
  const set = (name: string, value: string) =>
    setQuery(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  const found = items.filter(
    (webhook) =>
      (!state || stateOf(webhook) === state) &&
      `${webhook.url} ${webhook.description ?? ""} ${webhook.events.join(" ")}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem variant="search-filter">
            <SearchInput
              aria-label={t("ghWebhookSearch")}
              placeholder={t("ghWebhookSearch")}
              value={search}
              onChange={(_event, value) => set("search", value)}
              onClear={() => set("search", "")}
            />
          </ToolbarItem>
          <ToolbarItem>
            <ToggleGroup aria-label={t("ghWebhookStateFilter")}>
              {STATES.map((value) => (
                <ToggleGroupItem
                  key={value}
                  text={t(`ghWebhookState_${value}`)}
                  buttonId={`gh-webhook-state-${value}`}
                  isSelected={state === value}
                  onChange={() => set("state", state === value ? "" : value)}
                />
              ))}
            </ToggleGroup>
          </ToolbarItem>
          <ToolbarItem>{create}</ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {found.length === 0 ? <Empty title={t("ghWebhooksNotFound")} body={t("ghWebhooksNotFoundHelp")} /> : <Rows items={found} />}
    </>
  );
}

function Rows({ items }: { items: Webhook[] }) {
  const { t } = useTranslation();
  const { to } = usePaths();
  return (
    <Table aria-label={t("ghWebhooks")} variant="compact" data-testid="gh-webhooks">
      <Thead>
        <Tr>
          <Th width={40}>{t("ghWebhookUrl")}</Th>
          <Th>{t("ghWebhookEvents")}</Th>
          <Th>{t("ghWebhookState")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {items.map((webhook) => (
          <Tr key={webhook.id} data-testid={`gh-webhook-${webhook.id}`}>
            <Td dataLabel={t("ghWebhookUrl")} modifier="breakWord">
              <Link to={to("webhooks", webhook.id)}>{webhook.url}</Link>
              {webhook.description && <div className="pf-v5-u-color-200">{webhook.description}</div>}
            </Td>
            <Td dataLabel={t("ghWebhookEvents")}>
              <LabelGroup numLabels={3} aria-label={t("ghWebhookEvents")}>
                {webhook.events.map((glob) => (
                  <Label key={glob} isCompact>
                    {glob}
                  </Label>
                ))}
              </LabelGroup>
            </Td>
            <Td dataLabel={t("ghWebhookState")}>
              <WebhookState webhook={webhook} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
