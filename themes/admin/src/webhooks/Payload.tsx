import { data, Load, useApi, useLoad } from "@gatehouse/shared";
import { ClipboardCopyButton, CodeBlock, CodeBlockAction, CodeBlockCode } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { usePaths } from "../paths";

type Leaf = Record<string, unknown>;

/** The message of an event (docs/guide/events.md), made of its record in the audit log, from which the server makes it too. */
export function payloadOf(leaf: Leaf): Leaf {
  const known = (members: Leaf) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
  return {
    type: leaf.type,
    timestamp: leaf.time,
    id: leaf.id,
    realm: leaf.realm,
    data: known({
      seq: leaf.seq,
      actor: leaf.actor,
      target: leaf.target,
      agent_id: leaf.agent,
      subject_id: leaf.subject,
      key_id: leaf.key,
      decision: leaf.decision,
      decision_id: leaf.decision_id,
      cause: leaf.cause,
      auth_method: leaf.auth_method,
      request_id: leaf.request_id,
      correlation_id: leaf.correlation_id,
      details: leaf.data,
    }),
  };
}

export function Payload({ seq }: { seq: number }) {
  const { t } = useTranslation();
  const { has } = useRoles();
  return has("manage-gatehouse", "view-audit") ? <Known seq={seq} /> : <p>{t("ghPayloadNeedsAudit")}</p>;
}

function Known({ seq }: { seq: number }) {
  const { t } = useTranslation();
  const api = useApi();
  const { find } = usePaths();
  const record = useLoad(() => data(api.GET("/audit/events/{seq}", { params: { path: { seq: String(seq) } } })), [seq]);
  return (
    <Load of={record}>
      {({ leaf }) => (
        <>
          <p>{t("ghPayloadHelp")}</p>
          <p className="pf-v5-u-mb-sm">
            <Link to={find("audit", { request_id: String(leaf.request_id) })}>{t("ghPayloadAudit")}</Link>
          </p>
          <Code text={JSON.stringify(payloadOf(leaf), null, 2)} label={t("ghPayload")} />
        </>
      )}
    </Load>
  );
}

/** Text as code, with a button that copies it. */
export function Code({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const id = `gh-code-${label.replace(/\W+/g, "-")}`;
  const copy = (
    <CodeBlockAction>
      <ClipboardCopyButton
        id={`${id}-copy`}
        textId={id}
        variant="plain"
        aria-label={t("ghCopyOf", { what: label })}
        onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        onTooltipHidden={() => setCopied(false)}
      >
        {t(isCopied ? "ghCopied" : "ghCopy")}
      </ClipboardCopyButton>
    </CodeBlockAction>
  );
  return (
    <CodeBlock actions={copy}>
      <CodeBlockCode id={id} tabIndex={0}>
        {text}
      </CodeBlockCode>
    </CodeBlock>
  );
}
