import { data, SecretDialog, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { usePaths } from "../paths";
import { WebhookForm, type WebhookDraft } from "./WebhookForm";

export default function WebhookNewPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const navigate = useNavigate();
  const [issued, setIssued] = useState<Schemas["IssuedWebhook"]>();
  const create = useAction(async (draft: WebhookDraft) => {
    const body = { ...draft, description: draft.description || null };
    setIssued(await data(api.POST("/webhooks", { body })));
  });
  const done = (id: string) => {
    setIssued(undefined);
    navigate(to("webhooks", id));
  };
  return (
    <>
      <ViewHeader titleKey="ghWebhookNew" subKey="ghWebhookNewHelp" />
      <PageSection variant="light">
        <WebhookForm busy={create.busy} problem={create.problem} onSave={create.run} onCancel={() => navigate(to("webhooks"))} />
      </PageSection>
      {issued?.signing_secret && (
        <SecretDialog
          title={t("ghWebhookSecret")}
          intro={t("ghWebhookSecretHelp")}
          secrets={[{ label: t("ghWebhookSigningSecret"), value: issued.signing_secret }]}
          fileName="webhook-secret.txt"
          onClose={() => done(issued.id)}
        />
      )}
    </>
  );
}
