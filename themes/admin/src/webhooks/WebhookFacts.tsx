import { Time, type Schemas } from "@gatehouse/shared";
import {
  ClipboardCopy,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Label,
  LabelGroup,
} from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { usePaths } from "../paths";
import { WebhookState } from "./WebhookState";

/** A term and what stands for it. */
export const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <DescriptionListGroup>
    <DescriptionListTerm>{term}</DescriptionListTerm>
    <DescriptionListDescription>{children}</DescriptionListDescription>
  </DescriptionListGroup>
);

export const Copyable = ({ label, text }: { label: string; text: string }) => {
  const { t } = useTranslation();
  return (
    <ClipboardCopy isReadOnly isCode hoverTip={t("ghCopy")} clickTip={t("ghCopied")} textAriaLabel={label}>
      {text}
    </ClipboardCopy>
  );
};

export function WebhookFacts({ webhook }: { webhook: Schemas["Webhook"] }) {
  const { t, i18n } = useTranslation();
  const { find } = usePaths();
  const { has } = useRoles();
  const rate = webhook.rate_limit;
  return (
    <DescriptionList isHorizontal data-testid="gh-webhook-facts">
      <Fact term={t("ghWebhookState")}>
        <WebhookState webhook={webhook} />
        {webhook.failing_since && webhook.is_active && <div>{t("ghWebhookFailingHelp")}</div>}
      </Fact>
      <Fact term={t("ghWebhookEvents")}>
        <LabelGroup numLabels={50} aria-label={t("ghWebhookEvents")}>
          {webhook.events.map((glob) => (
            <Label key={glob} isCompact>
              {glob}
            </Label>
          ))}
        </LabelGroup>
      </Fact>
      <Fact term={t("ghWebhookPublicKey")}>
        <Copyable label={t("ghWebhookPublicKey")} text={webhook.public_key} />
        <small>{t("ghWebhookPublicKeyHelp")}</small>
      </Fact>
      {webhook.previous_secret_expires_at && (
        <Fact term={t("ghWebhookOldSecret")}>
          <Time iso={webhook.previous_secret_expires_at} />
        </Fact>
      )}
      <Fact term={t("ghWebhookHeaders")}>{webhook.header_names.join(", ") || t("ghWebhookNoHeaders")}</Fact>
      <Fact term={t("ghWebhookRate")}>
        {rate ? t("ghWebhookRatePerSecond", { rate: rate.toLocaleString(i18n.language) }) : t("ghWebhookNoRate")}
      </Fact>
      <Fact term={t("ghWebhookOrganization")}>{webhook.organization_id ?? t("ghWebhookWholeRealm")}</Fact>
      <Fact term={t("ghWebhookCreated")}>
        <Time iso={webhook.created_at} />
      </Fact>
      <Fact term={t("ghWebhookUpdated")}>
        <Time iso={webhook.updated_at} />
      </Fact>
      <Fact term={t("ghWebhookId")}>
        <code>{webhook.id}</code>
      </Fact>
      {has("manage-gatehouse", "view-audit") && (
        <Fact term={t("ghWebhookHistory")}>
          <Link to={find("audit", { target: webhook.id })}>{t("ghWebhookHistoryLink")}</Link>
        </Fact>
      )}
    </DescriptionList>
  );
}
