import { Alert } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { Verdict } from "./verify/verifyExport";

/** What the page found, what it did not look at, and what it had to take on trust. */
export function PageVerdict({ verdict }: { verdict: Verdict }) {
  const { t, i18n } = useTranslation();
  const count = (value: number) => value.toLocaleString(i18n.language);
  const { fault, kept, signed } = verdict;
  const isBadlyKept = kept !== undefined && kept !== "agrees" && kept !== "notReached";
  const isGood = !fault && signed !== "no" && !isBadlyKept;
  const title = fault
    ? t("ghAuditBad", { seq: count(fault.seq) })
    : isGood
      ? t("ghAuditPageGood", { records: count(verdict.records) })
      : t("ghAuditPageDoubt");
  return (
    <div role="status" data-testid="gh-audit-page-verdict" className="pf-v5-u-mt-md">
      <Alert isInline variant={isGood ? "success" : "danger"} title={title}>
        <ul className="pf-v5-c-list">
          {fault && <li>{t(`ghAuditFault_${fault.kind}`)}</li>}
          <li>{t("ghAuditPageChecked", { records: count(verdict.records), facts: count(verdict.facts), erased: count(verdict.erased) })}</li>
          <li>{t("ghAuditPageCheckpoints", { checkpoints: count(verdict.checkpointsInLog) })}</li>
          {!fault && verdict.logSize > verdict.records && (
            <li>{t("ghAuditPageRest", { from: count(verdict.records), all: count(verdict.logSize) })}</li>
          )}
          {!fault && <li>{t(`ghAuditSigned_${signed}`)}</li>}
          {kept && <li data-testid="gh-audit-kept">{t(`ghAuditKept_${kept}`)}</li>}
          <li>
            {t("ghAuditRoot")}: <code style={{ overflowWrap: "anywhere" }}>{verdict.root}</code>
          </li>
        </ul>
        <p className="pf-v5-u-mt-sm">{t("ghAuditPageTrust")}</p>
      </Alert>
    </div>
  );
}
