import { data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Button, Label, ToggleGroup, ToggleGroupItem, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router-dom";
import { usePaths } from "../paths";

export type DeliveryStatus = Schemas["WebhookDelivery"]["status"];
const STATUSES: readonly DeliveryStatus[] = ["pending", "delivered", "dead"];
const COLOURS = { pending: "blue", delivered: "green", dead: "red" } as const;

export function DeliveryLabel({ status }: { status: DeliveryStatus }) {
  const { t } = useTranslation();
  return (
    <Label color={COLOURS[status]} data-testid="gh-delivery-status">
      {t(`ghDeliveryStatus_${status}`)}
    </Label>
  );
}

/** When the next attempt comes; one whose time has passed waits for its turn, as an endpoint that fails gets one at a time. */
export function NextAttempt({ at }: { at: string | null }) {
  const { t } = useTranslation();
  return at && Date.parse(at) < Date.now() ? <>{t("ghDeliveryDue")}</> : <Time iso={at} />;
}

export function DeliveriesTab({ id, round }: { id: string; round: number }) {
  const { t } = useTranslation();
  const api = useApi();
  const [query, setQuery] = useSearchParams();
  const status = STATUSES.find((name) => name === query.get("status"));
  const deliveries = usePaged(
    (page) => data(api.GET("/webhooks/{id}/deliveries", { params: { path: { id }, query: { ...page, status } } })),
    [id, status, round],
  );
  const show = (next?: string) => setQuery({ tab: "deliveries", ...(next && { status: next }) }, { replace: true });
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <ToggleGroup aria-label={t("ghDeliveryStatus")}>
              <ToggleGroupItem text={t("ghDeliveryAll")} buttonId="gh-deliveries-all" isSelected={!status} onChange={() => show()} />
              {STATUSES.map((name) => (
                <ToggleGroupItem
                  key={name}
                  text={t(`ghDeliveryStatus_${name}`)}
                  buttonId={`gh-deliveries-${name}`}
                  isSelected={status === name}
                  onChange={() => show(name)}
                />
              ))}
            </ToggleGroup>
          </ToolbarItem>
          <ToolbarItem>
            <Button variant="secondary" data-testid="gh-deliveries-refresh" isLoading={deliveries.loading} onClick={deliveries.reload}>
              {t("ghDeliveryRefresh")}
            </Button>
          </ToolbarItem>
          <ToolbarItem variant="pagination">{deliveries.bar}</ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <Load of={deliveries}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghDeliveriesNone")} body={t(status ? "ghDeliveriesNoneOfStatus" : "ghDeliveriesNoneHelp")} />
          ) : (
            <Rows items={items} />
          )
        }
      </Load>
    </>
  );
}

function Rows({ items }: { items: Schemas["WebhookDelivery"][] }) {
  const { t, i18n } = useTranslation();
  const { to } = usePaths();
  return (
    <Table aria-label={t("ghDeliveries")} variant="compact" data-testid="gh-deliveries">
      <Thead>
        <Tr>
          <Th>{t("ghDeliveryEvent")}</Th>
          <Th>{t("ghDeliveryStatus")}</Th>
          <Th>{t("ghDeliveryAttempts")}</Th>
          <Th>{t("ghDeliveryCreated")}</Th>
          <Th>{t("ghDeliveryNext")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {items.map((delivery) => (
          <Tr key={delivery.id} data-testid={`gh-delivery-${delivery.id}`}>
            <Td dataLabel={t("ghDeliveryEvent")}>
              <Link
                to={to("webhooks", delivery.webhook_id, "deliveries", delivery.id)}
                aria-label={t("ghDeliveryOf", { type: delivery.event_type, seq: delivery.event_seq })}
              >
                {delivery.event_type}
              </Link>{" "}
              <small className="pf-v5-u-color-200">{t("ghDeliverySeq", { seq: delivery.event_seq.toLocaleString(i18n.language) })}</small>
            </Td>
            <Td dataLabel={t("ghDeliveryStatus")}>
              <DeliveryLabel status={delivery.status} />
            </Td>
            <Td dataLabel={t("ghDeliveryAttempts")}>{delivery.attempts.toLocaleString(i18n.language)}</Td>
            <Td dataLabel={t("ghDeliveryCreated")}>
              <Time iso={delivery.created_at} />
            </Td>
            <Td dataLabel={t("ghDeliveryNext")}>
              <NextAttempt at={delivery.next_attempt_at} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
