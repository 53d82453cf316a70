import { data, Load, ProblemAlert, Time, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Alert, Button, DescriptionList, Flex, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { usePaths } from "../paths";
import { Attempts } from "./Attempts";
import { DeliveryLabel, NextAttempt } from "./DeliveriesTab";
import { Payload } from "./Payload";
import { Copyable, Fact } from "./WebhookFacts";

export default function DeliveryPage() {
  const api = useApi();
  const { delivery = "" } = useParams();
  const loaded = useLoad(() => data(api.GET("/webhooks/deliveries/{delivery}", { params: { path: { delivery } } })), [delivery]);
  return (
    <>
      <ViewHeader titleKey={loaded.value?.event_type ?? "ghDelivery"} noTranslate={!!loaded.value} subKey="ghDeliveryHelp" />
      <PageSection variant="light">
        <Load of={loaded}>{(value) => <Delivery delivery={value} reload={loaded.reload} />}</Load>
      </PageSection>
    </>
  );
}

function Delivery({ delivery, reload }: { delivery: Schemas["WebhookDeliveryDetail"]; reload: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const { has } = useRoles();
  const [isSent, setSent] = useState(false);
  const redeliver = useAction(async () => {
    await api.POST("/webhooks/deliveries/{delivery}/redeliver", { params: { path: { delivery: delivery.id } } });
    setSent(true);
    reload();
  });
  return (
    <>
      <Flex className="pf-v5-u-mb-md">
        {has("manage-gatehouse", "manage-webhooks") && (
          <Button data-testid="gh-redeliver" isLoading={redeliver.busy} isDisabled={redeliver.busy} onClick={() => void redeliver.run()}>
            {t("ghDeliveryRedeliver")}
          </Button>
        )}
        <Button variant="secondary" data-testid="gh-delivery-refresh" onClick={reload}>
          {t("ghDeliveryRefresh")}
        </Button>
        <Link to={`${to("webhooks", delivery.webhook_id)}?tab=deliveries`}>{t("ghDeliveryBack")}</Link>
      </Flex>
      <ProblemAlert problem={redeliver.problem} />
      {isSent && <Alert isInline variant="success" role="status" title={t("ghDeliverySent")} data-testid="gh-done" className="pf-v5-u-mb-md" />}
      <DescriptionList isHorizontal data-testid="gh-delivery-facts">
        <Fact term={t("ghDeliveryStatus")}>
          <DeliveryLabel status={delivery.status} />
        </Fact>
        <Fact term={t("ghDeliveryCreated")}>
          <Time iso={delivery.created_at} />
        </Fact>
        {delivery.status === "pending" ? (
          <>
            <Fact term={t("ghDeliveryNext")}>
              <NextAttempt at={delivery.next_attempt_at} />
            </Fact>
            <Fact term={t("ghDeliveryDeadline")}>
              <Time iso={delivery.deadline} />
            </Fact>
          </>
        ) : (
          <Fact term={t(`ghDeliverySettled_${delivery.status}`)}>
            <Time iso={delivery.settled_at} />
          </Fact>
        )}
        <Fact term="webhook-id">
          <Copyable label="webhook-id" text={delivery.event_id} />
        </Fact>
      </DescriptionList>
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mt-lg pf-v5-u-mb-md">{t("ghAttempts")}</h2>
      <Attempts attempts={delivery.attempt_log} next={delivery.next_attempt_at} />
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mt-lg pf-v5-u-mb-md">{t("ghPayload")}</h2>
      <Payload seq={delivery.event_seq} />
    </>
  );
}
