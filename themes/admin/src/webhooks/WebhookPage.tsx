import { data, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { Alert, AlertActionCloseButton, PageSection, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router-dom";
import { DeliveriesTab } from "./DeliveriesTab";
import { Snippets } from "./Snippets";
import { WebhookActions } from "./WebhookActions";
import { WebhookFacts } from "./WebhookFacts";

const TABS = ["facts", "deliveries", "verify"] as const;

export default function WebhookPage() {
  const api = useApi();
  const { id = "" } = useParams();
  const webhook = useLoad(() => data(api.GET("/webhooks/{id}", { params: { path: { id } } })), [id]);
  return (
    <>
      <ViewHeader titleKey={webhook.value?.url ?? "ghWebhook"} noTranslate={!!webhook.value} subKey={webhook.value?.description ?? undefined} divider={false} />
      <PageSection variant="light" className="pf-v5-u-pt-0">
        <Load of={webhook}>{(value) => <Detail webhook={value} reload={webhook.reload} />}</Load>
      </PageSection>
    </>
  );
}

function Detail({ webhook, reload }: { webhook: Schemas["Webhook"]; reload: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [done, setDone] = useState<string>();
  const [round, setRound] = useState(0);
  const tab = TABS.find((name) => name === query.get("tab")) ?? "facts";
  const changed = (text: string) => {
    setDone(text);
    setRound((before) => before + 1);
    reload();
  };
  const page = { facts: <WebhookFacts webhook={webhook} />, deliveries: <DeliveriesTab id={webhook.id} round={round} />, verify: <Snippets publicKey={webhook.public_key} /> };
  return (
    <>
      <WebhookActions webhook={webhook} onDone={changed} />
      {done && (
        <Alert
          isInline
          variant="success"
          className="pf-v5-u-mt-md"
          title={done}
          data-testid="gh-done"
          role="status"
          actionClose={<AlertActionCloseButton onClose={() => setDone(undefined)} />}
        />
      )}
      <Tabs
        className="pf-v5-u-mt-md"
        aria-label={t("ghWebhook")}
        activeKey={tab}
        mountOnEnter
        unmountOnExit
        onSelect={(_event, key) => setQuery(key === "facts" ? {} : { tab: String(key) }, { replace: true })}
      >
        {TABS.map((name) => (
          <Tab key={name} eventKey={name} data-testid={`gh-tab-${name}`} title={<TabTitleText>{t(`ghWebhookTab_${name}`)}</TabTitleText>}>
            <div className="pf-v5-u-pt-md">{page[name]}</div>
          </Tab>
        ))}
      </Tabs>
    </>
  );
}
