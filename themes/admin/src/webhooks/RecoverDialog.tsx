import { data, Field, ProblemAlert, useAction, useApi, type Api, type Schemas } from "@gatehouse/shared";
import { Alert, Button, Form, Modal, ModalVariant, Progress, TextInput } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fromLocal, toLocal } from "../time";

const DAY_MS = 86_400_000;
const POLL_MS = 2_000;
/** After this many looks nobody waits for it any more. */
const MAX_POLLS = 300;

/** Sends dead letters again and watches how many deliveries still wait. */
export function RecoverDialog({ webhook, onClose }: { webhook: Schemas["Webhook"]; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [since, setSince] = useState(toLocal(new Date(Date.now() - DAY_MS)));
  const [until, setUntil] = useState("");
  const [recovered, setRecovered] = useState<number>();
  const recover = useAction(async () => {
    const body = { since: fromLocal(since), until: until ? fromLocal(until) : null };
    setRecovered((await data(api.POST("/webhooks/{id}/recover", { params: { path: { id: webhook.id } }, body }))).recovered);
  });
  return (
    <Modal
      isOpen
      variant={ModalVariant.small}
      title={t("ghWebhookRecover")}
      description={t("ghWebhookRecoverHelp")}
      onClose={onClose}
      data-testid="gh-webhook-recover-dialog"
      actions={[
        <Button key="recover" data-testid="gh-confirm" isLoading={recover.busy} isDisabled={recover.busy || !since} onClick={() => void recover.run()}>
          {t("ghWebhookDo_recover")}
        </Button>,
        <Button key="close" variant="link" onClick={onClose}>
          {t(recovered === undefined ? "ghCancel" : "ghDone")}
        </Button>,
      ]}
    >
      {!webhook.is_active && <Alert isInline variant="warning" title={t("ghWebhookRecoverDisabled")} />}
      <ProblemAlert problem={recover.problem} shown={["since", "until"]} />
      <Form onSubmit={(event) => event.preventDefault()}>
        <Field name="since" label={t("ghWebhookRecoverSince")} required problem={recover.problem}>
          {(input) => <TextInput {...input} name="since" type="datetime-local" value={since} onChange={(_event, value) => setSince(value)} />}
        </Field>
        <Field name="until" label={t("ghWebhookRecoverUntil")} help={t("ghWebhookRecoverUntilHelp")} problem={recover.problem}>
          {(input) => <TextInput {...input} name="until" type="datetime-local" value={until} onChange={(_event, value) => setUntil(value)} />}
        </Field>
      </Form>
      {recovered === 0 && <Alert isInline variant="info" className="pf-v5-u-mt-md" title={t("ghWebhookRecoverNone")} />}
      {!!recovered && <Recovering api={api} id={webhook.id} recovered={recovered} />}
    </Modal>
  );
}

function Recovering({ api, id, recovered }: { api: Api; id: string; recovered: number }) {
  const { t } = useTranslation();
  const waiting = useWaiting(api, id);
  const left = Math.min(recovered, waiting ?? recovered);
  return (
    <div className="pf-v5-u-mt-md" data-testid="gh-webhook-recovering">
      <Progress
        title={t("ghWebhookRecovering", { count: recovered })}
        value={recovered - left}
        max={recovered}
        label={t("ghWebhookRecoverLeft", { count: left })}
        valueText={t("ghWebhookRecoverLeft", { count: left })}
        variant={left === 0 ? "success" : undefined}
      />
      <small>{t("ghWebhookRecoverCounts")}</small>
      {recovered >= 10_000 && <Alert isInline variant="warning" title={t("ghWebhookRecoverMore")} />}
    </div>
  );
}

/** How many deliveries of the webhook wait, looked at every two seconds until none does. */
function useWaiting(api: Api, id: string) {
  const [waiting, setWaiting] = useState<number>();
  useEffect(() => {
    let timer: number | undefined;
    let isShown = true;
    const look = async (polls: number) => {
      const query = { status: "pending", limit: 1, page: 1 } as const;
      const total = await data(api.GET("/webhooks/{id}/deliveries", { params: { path: { id }, query } })).then(
        (page) => page.pagination.total,
        () => undefined,
      );
      if (!isShown) return;
      if (total !== undefined) setWaiting(total);
      if (total !== 0 && polls < MAX_POLLS) timer = window.setTimeout(() => void look(polls + 1), POLL_MS);
    };
    timer = window.setTimeout(() => void look(0), POLL_MS / 2);
    return () => {
      isShown = false;
      window.clearTimeout(timer);
    };
  }, [api, id]);
  return waiting;
}
