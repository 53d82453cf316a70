import { Alert } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { levelOf, type Used } from "./limits";

/** Says that the tokens of a plan run short, and what follows from it. Nothing while there are enough. */
export function PlanAlert({ plan, tokens }: { plan: string; tokens: Used }) {
  const { t } = useTranslation();
  const level = levelOf(tokens);
  if (!level) return null;
  return (
    <Alert
      component="p"
      isInline
      className="pf-v5-u-mb-md"
      variant={level === "full" ? "danger" : "warning"}
      title={t(level === "full" ? "ghPlanFull" : "ghPlanNear", { plan })}
      data-testid="gh-plan-alert"
    >
      {t(level === "full" ? "ghTokensFull" : "ghTokensNear")}
    </Alert>
  );
}
