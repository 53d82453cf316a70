import { absoluteTime, data, Load, ProblemAlert, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, DescriptionList, Flex } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { save } from "../download";
import { usePaths } from "../paths";
import { Code } from "../webhooks/Payload";
import { Fact } from "../webhooks/WebhookFacts";
import type { AuditFilters } from "./filters";

type Event = Schemas["AuditEvent"];
const PAGES: Record<string, string> = { agent: "agents", api_key: "api-keys", webhook: "webhooks", policy: "policies", approval: "approvals" };

/** All that the log holds of an event: what it says of persons, the leaf as it was hashed, and the proof that it is in the log. */
export function RecordDetail({ event, onFilter }: { event: Event; onFilter: (more: AuditFilters) => void }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const params = { path: { seq: String(event.seq) } };
  const record = useLoad(() => data(api.GET("/audit/events/{seq}", { params })), [event.seq]);
  const proof = useAction(async () => {
    const text = await data(api.GET("/audit/events/{seq}/proof", { params, parseAs: "text" }));
    save(new Blob([text], { type: "text/plain" }), `gatehouse-audit-${event.seq}.tlog-proof`);
  });
  const personal = Object.entries(event.personal);
  return (
    <div data-testid="gh-audit-record">
      <DescriptionList isCompact isHorizontal horizontalTermWidthModifier={{ default: "14rem" }} className="pf-v5-u-mb-md">
        <Fact term={t("ghAuditTime")}>{absoluteTime(event.time, i18n.language)}</Fact>
        <Fact term={t("ghAuditAuthMethod")}>{event.auth_method}</Fact>
        <Fact term={t("ghAuditFilter_actor")}>
          {event.actor.type} <code>{event.actor.id}</code>
        </Fact>
        <Fact term={t("ghAuditFilter_target")}>
          {event.target.type} <code>{event.target.id}</code>
        </Fact>
        {event.cause && <Fact term={t("ghAuditCause")}>{event.cause}</Fact>}
        {personal.map(([name, value]) => (
          <Fact key={name} term={name}>
            {value === null ? t("ghAuditErased") : String(value)}
          </Fact>
        ))}
        <Fact term={t("ghAuditNarrow")}>
          <Narrow event={event} onFilter={onFilter} />
        </Fact>
      </DescriptionList>
      <Flex className="pf-v5-u-mb-md">
        <Button variant="secondary" data-testid="gh-audit-proof" isLoading={proof.busy} onClick={() => void proof.run()}>
          {t("ghAuditProof")}
        </Button>
        <TargetLink event={event} />
      </Flex>
      <ProblemAlert problem={proof.problem} />
      <Load of={record}>{(value) => <Code text={JSON.stringify(value, null, 2)} label={t("ghAuditRecordOf", { seq: event.seq })} />}</Load>
    </div>
  );
}

function TargetLink({ event }: { event: Event }) {
  const { t } = useTranslation();
  const { to } = usePaths();
  const page = PAGES[event.target.type];
  return page ? <Link to={to(page, event.target.id)}>{t("ghAuditOpenTarget", { type: event.target.type })}</Link> : null;
}

/** Buttons that narrow the list to what this event shares with others. */
function Narrow({ event, onFilter }: { event: Event; onFilter: (more: AuditFilters) => void }) {
  const { t } = useTranslation();
  const shared: AuditFilters = {
    type: event.type,
    actor: event.actor.id,
    target: event.target.id,
    agent_id: event.agent ?? undefined,
    key_id: event.key ?? undefined,
    request_id: event.request_id,
  };
  return (
    <Flex spaceItems={{ default: "spaceItemsSm" }}>
      {(Object.keys(shared) as Array<keyof typeof shared>)
        .filter((name) => shared[name])
        .map((name) => (
          <Button key={name} variant="link" isInline onClick={() => onFilter({ [name]: shared[name] })}>
            {t(`ghAuditSame_${name}`)}
          </Button>
        ))}
    </Flex>
  );
}
