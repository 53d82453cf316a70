import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { PageSection } from "@patternfly/react-core";
import { useNavigate, useParams } from "react-router-dom";
import { usePaths } from "../paths";
import { WebhookForm, type WebhookDraft } from "./WebhookForm";

export default function WebhookEditPage() {
  const api = useApi();
  const { id = "" } = useParams();
  const { to } = usePaths();
  const navigate = useNavigate();
  const path = { path: { id } };
  const webhook = useLoad(() => data(api.GET("/webhooks/{id}", { params: path })), [id]);
  const back = () => navigate(to("webhooks", id));
  const save = useAction(async (draft: WebhookDraft) => {
    // A url that is sent, even the same, makes the caller answer for the webhook: only when it changed.
    const url = draft.url === webhook.value?.url ? undefined : draft.url;
    await api.PATCH("/webhooks/{id}", { params: path, body: { ...draft, description: draft.description || null, url } });
    back();
  });
  return (
    <>
      <ViewHeader titleKey="ghWebhookEdit" subKey={webhook.value?.url} />
      <PageSection variant="light">
        <Load of={webhook}>
          {(value) => <WebhookForm webhook={value} busy={save.busy} problem={save.problem} onSave={save.run} onCancel={back} />}
        </Load>
      </PageSection>
    </>
  );
}
