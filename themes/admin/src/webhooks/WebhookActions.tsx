import { Confirm, SecretDialog, useApi, type Schemas } from "@gatehouse/shared";
import { Button, Flex } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { useRoles } from "../access";
import { usePaths } from "../paths";
import { RecoverDialog } from "./RecoverDialog";
import { RotateDialog } from "./RotateDialog";
import { TestDialog } from "./TestDialog";

type Webhook = Schemas["Webhook"];
type Dialog = "test" | "rotate" | "recover" | "enable" | "disable" | "delete";

/** What may be done to a webhook; each act in a dialog of its own. */
export function WebhookActions({ webhook, onDone }: { webhook: Webhook; onDone: (text: string) => void }) {
  const { t } = useTranslation();
  const { to } = usePaths();
  const { has } = useRoles();
  const [open, setOpen] = useState<Dialog>();
  const [secret, setSecret] = useState<string>();
  if (!has("manage-gatehouse", "manage-webhooks")) return null;
  const close = () => setOpen(undefined);
  const button = (name: Dialog, variant: "primary" | "secondary" | "danger" = "secondary") => (
    <Button variant={variant} data-testid={`gh-webhook-${name}`} onClick={() => setOpen(name)}>
      {t(`ghWebhookDo_${name}`)}
    </Button>
  );
  return (
    <Flex spaceItems={{ default: "spaceItemsSm" }} role="group" aria-label={t("ghWebhookActions")}>
      {button("test", "primary")}
      <Button variant="secondary" data-testid="gh-webhook-edit" component={(props) => <Link {...props} to={to("webhooks", webhook.id, "edit")} />}>
        {t("ghWebhookEdit")}
      </Button>
      {button("rotate")}
      {button("recover")}
      {button(webhook.is_active ? "disable" : "enable")}
      {button("delete", "danger")}
      {open === "test" && <TestDialog webhook={webhook} onClose={close} />}
      {open === "recover" && <RecoverDialog webhook={webhook} onClose={close} />}
      {open === "rotate" && (
        <RotateDialog
          webhook={webhook}
          onClose={close}
          onIssued={(issued) => {
            close();
            setSecret(issued);
          }}
        />
      )}
      {(open === "delete" || open === "enable" || open === "disable") && (
        <Act key={open} act={open} webhook={webhook} onClose={close} onDone={onDone} />
      )}
      {secret && (
        <SecretDialog
          title={t("ghWebhookSecretNew")}
          intro={t("ghWebhookSecretHelp")}
          secrets={[{ label: t("ghWebhookSigningSecret"), value: secret }]}
          fileName="webhook-secret.txt"
          onClose={() => {
            setSecret(undefined);
            onDone(t("ghWebhookRotated"));
          }}
        />
      )}
    </Flex>
  );
}

type ActProps = { act: "delete" | "enable" | "disable"; webhook: Webhook; onClose: () => void; onDone: (text: string) => void };

function Act({ act, webhook, onClose, onDone }: ActProps) {
  const { t } = useTranslation();
  const api = useApi();
  const navigate = useNavigate();
  const { to } = usePaths();
  const params = { path: { id: webhook.id } };
  const run = async () => {
    if (act === "delete") {
      await api.DELETE("/webhooks/{id}", { params });
      navigate(to("webhooks"));
      return;
    }
    if (act === "enable") await api.POST("/webhooks/{id}/enable", { params });
    else await api.PATCH("/webhooks/{id}", { params, body: { is_active: false } });
    onDone(t(`ghWebhookDone_${act}`));
  };
  return (
    <Confirm
      title={t(`ghWebhookAsk_${act}`)}
      body={<p className="pf-v5-u-mb-md">{t(`ghWebhookAskHelp_${act}`, { url: webhook.url })}</p>}
      action={t(`ghWebhookDo_${act}`)}
      variant={act === "enable" ? "primary" : "danger"}
      onConfirm={run}
      onClose={onClose}
    />
  );
}
