import { Confirm, data, Load, ProblemAlert, Time, useAction, useApi, useLoad } from "@gatehouse/shared";
import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Alert, Button, ClipboardCopy, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { DetailHeader } from "../fields/DetailHeader";
import { Crumbs } from "../fields/FormPage";
import { Facts, useDone } from "../fields/parts";
import { usePaths } from "../paths";
import { Holder } from "./DomainsPage";
import { DomainState, type Domain } from "./DomainState";

export default function DomainPage() {
  const { id = "" } = useParams();
  const { realm } = useRealm();
  const api = useApi();
  const domain = useLoad(() => data(api.GET("/domains/{id}", { params: { path: { id } } })), [realm, id]);
  return <Load of={domain}>{(value) => <Detail key={value.id} loaded={value} reload={domain.reload} />}</Load>;
}

function Detail({ loaded, reload }: { loaded: Domain; reload: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const manages = useRoles().has("manage-gatehouse", "manage-domains");
  const [domain, setDomain] = useState(loaded);
  const [deleting, setDeleting] = useState(false);
  const { alert, say } = useDone();
  const verify = useAction(async () => {
    const after = await data(api.POST("/domains/{id}/verify", { params: { path: { id: domain.id } } }));
    setDomain(after);
    if (after.status === "verified") say(t("ghDomainVerifiedNow", { domain: after.domain }));
    reload();
  });
  const canVerify = manages && domain.status !== "failed";
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghDomains"), to: to("domains") }, { text: domain.domain }]} />
      <DetailHeader
        title={domain.domain}
        badges={<DomainState domain={domain} />}
        buttons={
          canVerify && (
            <Button data-testid="gh-domain-verify" isLoading={verify.busy} isDisabled={verify.busy} onClick={() => void verify.run()}>
              {t(domain.status === "verified" ? "ghDomainLookNow" : "ghDomainVerify")}
            </Button>
          )
        }
        actions={manages ? [{ key: "delete", text: t("ghDomainDelete"), isDanger: true, run: () => setDeleting(true) }] : []}
      />
      <PageSection variant="light">
        {alert}
        <ProblemAlert problem={verify.problem} />
        <NextStep domain={domain} />
        <DomainFacts domain={domain} />
      </PageSection>
      {deleting && <Delete domain={domain} onClose={() => setDeleting(false)} />}
    </>
  );
}

/** What is to be done now, for whoever does not know how a domain is proved. */
function NextStep({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  const kind = { pending: "info", verified: "success", failed: "danger", unverified: "warning" } as const;
  return (
    <Alert isInline component="p" variant={kind[domain.status]} className="pf-v5-u-mb-lg" data-testid="gh-domain-next" title={t(`ghDomainNext_${domain.status}`)}>
      {domain.last_check && domain.last_check.result !== "present" && (
        <p data-testid="gh-domain-seen">
          {t("ghDomainSeen")} {domain.last_check.detail}
        </p>
      )}
    </Alert>
  );
}

function DomainFacts({ domain }: { domain: Domain }) {
  const { t } = useTranslation();
  const { find } = usePaths();
  const { has } = useRoles();
  return (
    <Facts
      label={domain.domain}
      facts={[
        { term: t("ghDomainRecordType"), value: "TXT" },
        { term: t("ghDomainRecordName"), value: <Copyable label={t("ghDomainRecordName")} text={domain.txt.name} /> },
        { term: t("ghDomainRecordValue"), value: <Copyable label={t("ghDomainRecordValue")} text={domain.txt.value} /> },
        { term: t("ghDomainHolder"), value: <Holder domain={domain} /> },
        domain.expires_at && { term: t("ghDomainUntil"), value: <Time iso={domain.expires_at} /> },
        domain.verified_at && { term: t("ghDomainSince"), value: <Time iso={domain.verified_at} /> },
        { term: t("ghDomainChecked"), value: <Time iso={domain.last_check?.checked_at} none={t("ghNever")} /> },
        domain.misses > 0 && { term: t("ghDomainMisses"), value: t("ghDomainMissesOf", { count: domain.misses }) },
        has("manage-gatehouse", "view-audit") && {
          term: t("ghDomainHistory"),
          value: <Link to={find("audit", { target: domain.id })}>{t("ghDomainHistoryLink")}</Link>,
        },
      ]}
    />
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <ClipboardCopy isReadOnly isCode hoverTip={t("ghCopy")} clickTip={t("ghCopied")} textAriaLabel={label}>
      {text}
    </ClipboardCopy>
  );
}

function Delete({ domain, onClose }: { domain: Domain; onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const { to } = usePaths();
  const navigate = useNavigate();
  return (
    <Confirm
      title={t("ghDomainDeleteAsk", { domain: domain.domain })}
      body={<p className="pf-v5-u-mb-md">{t(domain.status === "verified" ? "ghDomainDeleteHelpVerified" : "ghDomainDeleteHelp")}</p>}
      action={t("ghDomainDelete")}
      variant="danger"
      onConfirm={async () => {
        await api.DELETE("/domains/{id}", { params: { path: { id: domain.id } } });
        navigate(to("domains"), { state: { done: t("ghDomainDeleted", { domain: domain.domain }) } });
      }}
      onClose={onClose}
    />
  );
}
