import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { PageSection } from "@patternfly/react-core";
import { useSearchParams } from "react-router-dom";
import { SimulatePanel } from "./SimulatePanel";

/** Asks the realm's policies what they would say; `?decision_id=` or `?agent=` is where a link from another page begins. */
export default function SimulatePage() {
  const [query] = useSearchParams();
  return (
    <>
      <ViewHeader titleKey="ghPolicySimulate" subKey="ghPolicySimulateHelp" />
      <PageSection variant="light">
        <SimulatePanel decisionId={query.get("decision_id") ?? undefined} agentId={query.get("agent") ?? undefined} />
      </PageSection>
    </>
  );
}
