import { Field, ProblemAlert, useAction, useApi } from "@gatehouse/shared";
import { useAdminClient, useRealm } from "@keycloak/keycloak-admin-ui";
import { Alert, Button, Flex, Form, FormSelect, FormSelectOption, Progress, TextArea } from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageVerdict } from "./PageVerdict";
import { verifyExport, type Verdict } from "./verify/verifyExport";

const LIMITS = [1_000, 10_000, 100_000];

/** The browser makes every hash again, with nothing taken from the server but the records and the public key. */
export function PageVerify() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { adminClient } = useAdminClient();
  const { realm } = useRealm();
  const [limit, setLimit] = useState(10_000);
  const [kept, setKept] = useState("");
  const [progress, setProgress] = useState<{ done: number; all: number }>();
  const [verdict, setVerdict] = useState<Verdict>();
  const stop = useRef<AbortController>();
  useEffect(() => () => stop.current?.abort(), []);
  const verify = useAction(async () => {
    const controller = new AbortController();
    stop.current = controller;
    setVerdict(undefined);
    setProgress({ done: 0, all: 1 });
    const jwksUrl = `${adminClient.baseUrl}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/certs`;
    const onProgress = (done: number, all: number) => setProgress({ done, all });
    try {
      setVerdict(await verifyExport({ api, jwksUrl, limit, kept, signal: controller.signal, onProgress }));
    } catch (reason) {
      if (!controller.signal.aborted) throw reason;
    } finally {
      setProgress(undefined);
    }
  });
  return (
    <section aria-labelledby="gh-page-verify" className="pf-v5-u-mt-xl">
      <h2 id="gh-page-verify" className="pf-v5-c-title pf-m-lg">
        {t("ghAuditPage")}
      </h2>
      <p className="pf-v5-u-my-sm">{t("ghAuditPageHelp")}</p>
      {!crypto.subtle && <Alert isInline variant="warning" title={t("ghAuditPageInsecure")} />}
      <Form
        isWidthLimited
        onSubmit={(event) => {
          event.preventDefault();
          void verify.run();
        }}
      >
        <Field name="limit" label={t("ghAuditLimit")} help={t("ghAuditLimitHelp")}>
          {(input) => (
            <FormSelect id={input.id} aria-describedby={input["aria-describedby"]} name="limit" value={limit} onChange={(_event, value) => setLimit(Number(value))}>
              {LIMITS.map((value) => (
                <FormSelectOption key={value} value={value} label={t("ghAuditLimitOf", { records: value.toLocaleString(i18n.language) })} />
              ))}
            </FormSelect>
          )}
        </Field>
        <Field name="kept" label={t("ghAuditKept")} help={t("ghAuditKeptHelp")}>
          {(input) => (
            <TextArea id={input.id} aria-describedby={input["aria-describedby"]} name="kept" rows={4} resizeOrientation="vertical" value={kept} onChange={(_event, value) => setKept(value)} />
          )}
        </Field>
        <Flex>
          <Button type="submit" data-testid="gh-audit-page-verify" isLoading={verify.busy} isDisabled={verify.busy || !crypto.subtle}>
            {t("ghAuditPageVerify")}
          </Button>
          {progress && (
            <Button variant="link" data-testid="gh-audit-page-cancel" onClick={() => stop.current?.abort()}>
              {t("ghCancel")}
            </Button>
          )}
        </Flex>
      </Form>
      {progress && (
        <Progress
          className="pf-v5-u-mt-md"
          title={t("ghAuditReading")}
          value={progress.done}
          max={progress.all || 1}
          label={t("ghAuditReadingOf", { done: progress.done.toLocaleString(i18n.language), all: progress.all.toLocaleString(i18n.language) })}
          valueText={t("ghAuditReadingOf", { done: progress.done, all: progress.all })}
        />
      )}
      <ProblemAlert problem={verify.problem} />
      {verdict && <PageVerdict verdict={verdict} />}
    </section>
  );
}
