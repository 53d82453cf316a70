import { data, Field, ProblemAlert, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Button, Form, FormSelect, FormSelectOption, Modal, ModalVariant } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

const HOUR = 3_600;
const OVERLAPS = { now: 0, hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, month: 30 * 24 * HOUR } as const;

type Props = { webhook: Schemas["Webhook"]; onIssued: (secret: string) => void; onClose: () => void };

/** Asks how long the old secret goes on signing, and hands the new one to the caller. */
export function RotateDialog({ webhook, onIssued, onClose }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [overlap, setOverlap] = useState<keyof typeof OVERLAPS>("day");
  const rotate = useAction(async () => {
    const body = { overlap_seconds: OVERLAPS[overlap] };
    const issued = await data(api.POST("/webhooks/{id}/rotate-secret", { params: { path: { id: webhook.id } }, body }));
    if (issued.signing_secret) onIssued(issued.signing_secret);
  });
  return (
    <Modal
      isOpen
      variant={ModalVariant.small}
      title={t("ghWebhookRotate")}
      description={t("ghWebhookRotateHelp")}
      onClose={onClose}
      actions={[
        <Button key="rotate" data-testid="gh-confirm" variant={overlap === "now" ? "danger" : "primary"} isLoading={rotate.busy} isDisabled={rotate.busy} onClick={() => void rotate.run()}>
          {t("ghWebhookDo_rotate")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <ProblemAlert problem={rotate.problem} shown={["overlap_seconds"]} />
        <Field name="overlap_seconds" label={t("ghWebhookOverlap")} help={t(overlap === "now" ? "ghWebhookOverlapNone" : "ghWebhookOverlapHelp")} problem={rotate.problem}>
          {(input) => (
            <FormSelect {...input} name="overlap_seconds" value={overlap} onChange={(_event, value) => setOverlap(value as keyof typeof OVERLAPS)}>
              {Object.keys(OVERLAPS).map((name) => (
                <FormSelectOption key={name} value={name} label={t(`ghWebhookOverlap_${name}`)} />
              ))}
            </FormSelect>
          )}
        </Field>
      </Form>
    </Modal>
  );
}
