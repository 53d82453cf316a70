import { useEnvironment, useRealm } from "@keycloak/keycloak-admin-ui";
import { ProblemAlert, type Problem, type Schemas } from "@gatehouse/shared";
import { Alert, Button } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

const REFUSALS = new Set(["people_only", "former_owner", "concerned", "not_an_approver"]);
const SHOWN = ["scope", "approved_for_seconds", "reason"];

type Props = { problem?: Problem; approval: Schemas["Approval"] };

/** Why a decision did not count, in words that say what to do. */
export function DecisionProblem({ problem, approval }: Props) {
  const { t } = useTranslation();
  if (!problem) return null;
  if (problem.code === "insufficient_user_authentication") return <StepUp approval={approval} />;
  if (problem.status === 403 && REFUSALS.has(problem.code)) {
    return (
      <Alert isInline component="p" variant="danger" role="alert" data-testid="gh-approval-refused" title={t("ghApprovalNotYou")}>
        {t(`ghApprovalRefusal_${problem.code}`)}
      </Alert>
    );
  }
  return <ProblemAlert problem={problem} shown={SHOWN} />;
}

/** RFC 9470: the decision needs a second factor of the last minutes. The new login comes back to this page. */
function StepUp({ approval }: { approval: Schemas["Approval"] }) {
  const { t } = useTranslation();
  const { keycloak, environment } = useEnvironment();
  const { realm } = useRealm();
  const isOwnRealm = environment.realm === realm;
  const page = `${environment.serverBaseUrl}/realms/${encodeURIComponent(realm)}/gatehouse/approvals/${encodeURIComponent(approval.id)}`;
  return (
    <Alert isInline component="p" variant="warning" role="alert" data-testid="gh-approval-step-up" title={t("ghApprovalStepUpNeeded")}>
      <p>{t("ghApprovalStepUpBody")}</p>
      <div className="gh-row pf-v5-u-mt-sm">
        {isOwnRealm && (
          <Button data-testid="gh-approval-login" onClick={() => void keycloak.login({ prompt: "login", redirectUri: window.location.href })}>
            {t("ghApprovalLogin")}
          </Button>
        )}
        <Button variant="link" component="a" href={page}>{t("ghApprovalRealmPage")}</Button>
      </div>
    </Alert>
  );
}
