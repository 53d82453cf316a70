import { ProblemAlert, type Problem } from "@gatehouse/shared";
import { Alert, AlertActionLink } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useSession } from "./session";

/**
 * What the API refused. Where a fresh login would be let through, offers it: `keep` saves the form first, so that the person
 * comes back to what they had written.
 */
export function Refusal(props: { problem?: Problem; shown?: readonly string[]; keep?: () => void }) {
  const { t } = useTranslation();
  const { loginAgain } = useSession();
  const { problem } = props;
  const isStepUp = problem?.code === "insufficient_user_authentication" || problem?.stepUp !== undefined;
  const isOver = problem?.status === 401 && !isStepUp;
  if (!problem || !(isStepUp || isOver || problem.code === "reauthentication_required")) {
    return <ProblemAlert problem={problem} shown={props.shown} />;
  }
  const leave = () => {
    props.keep?.();
    void loginAgain(problem.stepUp);
  };
  return (
    <Alert
      component="p"
      isInline
      variant="info"
      role="alert"
      data-testid="gh-login-again"
      title={t(isStepUp ? "ghStepUpTitle" : "ghLoginAgainTitle")}
      actionLinks={
        <AlertActionLink data-testid="gh-login-again-button" onClick={leave}>
          {t("ghLoginAgain")}
        </AlertActionLink>
      }
    >
      {t(isStepUp ? "ghStepUpBody" : isOver ? "ghSessionOverBody" : "ghLoginAgainBody")}
    </Alert>
  );
}
