import { data, Load, Time, useAction, useApi, useLoad } from "@gatehouse/shared";
import { Alert, Button, Flex, Title } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router-dom";
import { Facts } from "../frame/Facts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { Saved } from "../frame/Saved";
import { Scopes } from "../frame/Scopes";
import type { Key } from "./keyForm";
import { KeyRotation } from "./KeyRotation";
import { KeyStatus } from "./KeyStatus";
import { RevokeKey } from "./RevokeKey";

export default function KeyPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const key = useLoad(() => data(api.GET("/api-keys/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room title={key.value?.name ?? t("ghKey")} parent={{ label: t("ghMyApiKeys"), path: "api-keys" }}>
      <Saved />
      <Load of={key}>
        {(value) => (
          <>
            <KeyActions of={value} onChange={key.reload} />
            <KeyFacts of={value} />
            {value.rotation && (
              <>
                <Title headingLevel="h2" className="pf-v5-u-mt-lg pf-v5-u-mb-md">
                  {t("ghRotation")}
                </Title>
                <KeyRotation of={value} rotation={value.rotation} />
              </>
            )}
          </>
        )}
      </Load>
    </Room>
  );
}

function KeyActions({ of: key, onChange }: { of: Key; onChange: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [isEnding, setEnding] = useState(false);
  const setActive = useAction(async (isActive: boolean) => {
    await api.PATCH("/api-keys/{id}", { params: { path: { id: key.id } }, body: { is_active: isActive } });
    onChange();
  });
  const isAlive = key.status === "active" || key.status === "inactive";
  return (
    <>
      {key.status !== "revoked" && (
        <Flex className="pf-v5-u-mb-lg" gap={{ default: "gapSm" }}>
          {isAlive && (
            <LinkButton variant="secondary" to={`api-keys/${key.id}/edit`} data-testid="gh-key-edit">
              {t("ghEdit")}
            </LinkButton>
          )}
          {key.status === "active" && !key.replaced_by && (
            <LinkButton variant="secondary" to={`api-keys/${key.id}/rotate`} data-testid="gh-key-rotate">
              {t("ghRotate")}
            </LinkButton>
          )}
          {isAlive && (
            <Button
              variant="secondary"
              data-testid="gh-key-switch"
              isLoading={setActive.busy}
              isDisabled={setActive.busy}
              onClick={() => void setActive.run(key.status !== "active")}
            >
              {t(key.status === "active" ? "ghSwitchOff" : "ghSwitchOn")}
            </Button>
          )}
          <Button variant="danger" data-testid="gh-key-revoke" onClick={() => setEnding(true)}>
            {t("ghRevoke")}
          </Button>
        </Flex>
      )}
      {key.status === "inactive" && (
        <Alert component="p" isInline isPlain variant="warning" title={t("ghKeyInactive")} className="pf-v5-u-mb-md" />
      )}
      <Refusal problem={setActive.problem} />
      {isEnding && <RevokeKey of={key} onDone={onChange} onClose={() => setEnding(false)} />}
    </>
  );
}

function KeyFacts({ of: key }: { of: Key }) {
  const { t, i18n } = useTranslation();
  const owner = key.owner.type === "user" ? undefined : `${t(`ghOwner_${key.owner.type}`)} ${key.owner.id}`;
  const limits = key.rate_limits.map(({ name, limit, window_seconds: seconds }) =>
    t("ghRateLimitOf", { name, limit: limit.toLocaleString(i18n.language), seconds: seconds.toLocaleString(i18n.language) }),
  );
  return (
    <Facts
      of={[
        [t("ghStatus"), <KeyStatus of={key.status} />],
        [t("ghKey"), <code>{key.masked}</code>],
        [t("ghOwner"), owner],
        [t("ghEnvironment"), t(`ghEnvironment_${key.environment}`)],
        [t("ghScopes"), <Scopes of={key.scopes} />],
        [t("ghAllowedIps"), key.allowed_ips.length ? key.allowed_ips.join(", ") : t("ghAnyAddress")],
        [t("ghRateLimits"), limits.join(", ")],
        [t("ghCredits"), key.credits && key.credits.remaining.toLocaleString(i18n.language)],
        [t("ghCreated"), <Time iso={key.created_at} />],
        [t("ghExpires"), <Time iso={key.expires_at} />],
        [t("ghEnded"), key.deactivated_at && <Time iso={key.deactivated_at} />],
        [t("ghLastUsed"), <Time iso={key.last_used_at} none={t("ghNever")} />],
        [t("ghUses"), key.use_count.toLocaleString(i18n.language)],
      ]}
    />
  );
}
