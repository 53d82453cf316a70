import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert, Grid, GridItem, PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router-dom";
import { ApprovalFacts } from "./ApprovalFacts";
import { DecisionForm, type Said } from "./DecisionForm";
import { Outcome } from "./Outcome";
import { useRefresh } from "./useRefresh";
import { ApprovalStatus } from "./words";

const REFRESH_MS = 10_000;

/** One request: who asks for what, by whose rule, and the decision. */
export default function ApprovalPage() {
  const { id = "" } = useParams();
  return <OpenApproval key={id} id={id} />;
}

function OpenApproval({ id }: { id: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const [said, setSaid] = useState<Said>();
  const approval = useLoad<Schemas["Approval"]>(() => data(api.GET("/approvals/{id}", { params: { path: { id } } })), [id]);
  const isOpen = approval.value?.status === "pending" || (approval.value?.status === "approved" && !approval.value.redeemed);
  useRefresh(approval.reload, REFRESH_MS, isOpen);
  const done = (text: Said) => {
    setSaid(text);
    approval.reload();
  };
  return (
    <Load of={approval}>
      {(value) => (
        <>
          <ViewHeader
            titleKey={t("ghApprovalTitle", { name: value.agent_name ?? value.agent_id })}
            noTranslate
            badges={[{ id: "gh-approval-badge", text: <ApprovalStatus status={value.status} />, readonly: true }]}
            subKey={<>{value.message ?? ""}</>}
          />
          <PageSection variant="light">
            <div aria-live="polite">
              {said && <Alert isInline component="p" variant={said.variant} className="pf-v5-u-mb-md" title={said.text} data-testid="gh-approval-said" />}
            </div>
            <Grid hasGutter>
              <GridItem lg={7}><ApprovalFacts approval={value} /></GridItem>
              <GridItem lg={5}>
                {value.status === "pending" ? <DecisionForm key={value.id} approval={value} done={done} /> : <Outcome approval={value} />}
              </GridItem>
            </Grid>
          </PageSection>
        </>
      )}
    </Load>
  );
}
