import { data, Field, ProblemAlert, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Alert, Button, Flex, Form, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

const number = (text: string) => (text ? Number(text) : undefined);

/** The server looks through its own tables. */
export function ServerVerify() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [verdict, setVerdict] = useState<Schemas["AuditVerdict"]>();
  const verify = useAction(async () => {
    setVerdict(undefined);
    setVerdict(await data(api.POST("/audit/verify", { body: { from: number(from), to: number(to) } })));
  });
  const count = (value?: number) => (value ?? 0).toLocaleString(i18n.language);
  return (
    <section aria-labelledby="gh-server-verify" className="pf-v5-u-mt-xl">
      <h2 id="gh-server-verify" className="pf-v5-c-title pf-m-lg">
        {t("ghAuditServer")}
      </h2>
      <p className="pf-v5-u-my-sm">{t("ghAuditServerHelp")}</p>
      <Form
        isWidthLimited
        onSubmit={(event) => {
          event.preventDefault();
          void verify.run();
        }}
      >
        <Flex alignItems={{ default: "alignItemsFlexEnd" }}>
          <Field name="from" label={t("ghAuditFrom")} problem={verify.problem}>
            {(input) => <TextInput {...input} name="from" type="number" min={0} placeholder="0" value={from} onChange={(_event, value) => setFrom(value)} />}
          </Field>
          <Field name="to" label={t("ghAuditTo")} problem={verify.problem}>
            {(input) => <TextInput {...input} name="to" type="number" min={0} placeholder={t("ghAuditEnd")} value={to} onChange={(_event, value) => setTo(value)} />}
          </Field>
          <Button type="submit" data-testid="gh-audit-verify" isLoading={verify.busy} isDisabled={verify.busy}>
            {t("ghAuditServerVerify")}
          </Button>
        </Flex>
      </Form>
      <ProblemAlert problem={verify.problem} shown={["from", "to"]} />
      {verdict && (
        <div role="status" data-testid="gh-audit-verdict" className="pf-v5-u-mt-sm">
          {verdict.ok ? (
            <Alert isInline variant="success" title={t("ghAuditServerGood", { from: count(verdict.from), to: count(Math.max(0, (verdict.to ?? 0) - 1)) })}>
              {t("ghAuditRoot")}: <code style={{ overflowWrap: "anywhere" }}>{verdict.root}</code>
            </Alert>
          ) : (
            <Alert isInline variant="danger" title={t("ghAuditBad", { seq: count(verdict.first_bad_seq) })}>
              {verdict.reason}
            </Alert>
          )}
        </div>
      )}
    </section>
  );
}
