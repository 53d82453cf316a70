import { data, ProblemAlert, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert, Bullseye, Button, CodeBlock, CodeBlockCode, Modal, ModalVariant, Spinner } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

/** Sends a ping when it opens and shows what came back. The answer is a stranger's text: never more than text. */
export function TestDialog({ webhook, onClose }: { webhook: Schemas["Webhook"]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const test = useLoad(() => data(api.POST("/webhooks/{id}/test", { params: { path: { id: webhook.id } } })), []);
  const result = test.value;
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={t("ghWebhookTest")}
      description={t("ghWebhookTestHelp", { url: webhook.url })}
      onClose={onClose}
      data-testid="gh-webhook-test-dialog"
      actions={[
        <Button key="close" onClick={onClose}>
          {t("ghDone")}
        </Button>,
        <Button key="again" variant="secondary" isDisabled={test.loading} onClick={test.reload}>
          {t("ghWebhookTestAgain")}
        </Button>,
      ]}
    >
      <ProblemAlert problem={test.problem} />
      {test.loading && (
        <Bullseye>
          <Spinner aria-label={t("ghLoading")} />
        </Bullseye>
      )}
      {result && !test.loading && (
        <div role="status" data-testid="gh-webhook-test-result">
          <Alert
            isInline
            variant={result.is_delivered ? "success" : "danger"}
            title={t(result.is_delivered ? "ghWebhookTestGood" : "ghWebhookTestBad", { status: result.status_code })}
          >
            {t("ghWebhookTestTook", { ms: result.latency_ms.toLocaleString(i18n.language), id: result.message_id })}
          </Alert>
          <h2 className="pf-v5-u-mt-md">{t("ghAttemptAnswer")}</h2>
          {result.answer ? (
            <CodeBlock>
              <CodeBlockCode>{result.answer}</CodeBlockCode>
            </CodeBlock>
          ) : (
            <p>{t("ghAttemptNoAnswer")}</p>
          )}
        </div>
      )}
    </Modal>
  );
}
