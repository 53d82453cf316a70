import { data, Load, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Outcome } from "./Outcome";
import { SinceSelect, sinceOf } from "./since";

/** What the policy would have changed while it was in shadow mode. */
export function ShadowTab({ policy }: { policy: Schemas["Policy"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const [days, setDays] = useState(7);
  const report = useLoad(
    () => data(api.GET("/policies/{id}/shadow-report", { params: { path: { id: policy.id }, query: { since: sinceOf(days) } } })),
    [policy.id, policy.version, days],
  );
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg">{t("ghShadow")}</h2>
      <p className="pf-v5-u-color-200 pf-v5-u-mb-md">{t("ghShadowHelp")}</p>
      {policy.mode !== "shadow" && <Alert isInline component="p" variant="info" className="pf-v5-u-mb-md" title={t("ghShadowNotNow")} />}
      <SinceSelect id="gh-shadow-since" days={days} onChange={setDays} />
      <Load of={report}>
        {(value) => (
          <div data-testid="gh-shadow-report" className="pf-v5-u-mt-md">
            <p>{t("ghShadowChanged", { count: value.changed })} (<Time iso={value.since} />)</p>
            {value.cut && <Alert isInline component="p" isPlain variant="warning" title={t("ghShadowCut")} />}
            <Outcome flips={value.flips} examples={value.examples} />
          </div>
        )}
      </Load>
    </>
  );
}
