import { Time, type Schemas } from "@gatehouse/shared";
import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

type Webhook = Schemas["Webhook"];
export type State = "active" | "failing" | "disabled";

export const stateOf = (webhook: Webhook): State =>
  !webhook.is_active ? "disabled" : webhook.failing_since ? "failing" : "active";

const COLOURS = { active: "green", failing: "orange", disabled: "grey" } as const;

/** The state in a word, and since when. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const state = stateOf(webhook);
  const since = state === "failing" ? webhook.failing_since : state === "disabled" ? webhook.disabled_at : null;
  return (
    <>
      <Label color={COLOURS[state]} data-testid="gh-webhook-state">
        {t(`ghWebhookState_${state}`)}
      </Label>
      {since && (
        <small className="pf-v5-u-ml-sm">
          {t("ghWebhookSince")} <Time iso={since} />
        </small>
      )}
      {state === "disabled" && webhook.disabled_reason && <div>{t(`ghWebhookReason_${webhook.disabled_reason}`)}</div>}
    </>
  );
}
