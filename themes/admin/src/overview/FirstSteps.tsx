import { Card, CardBody, CardTitle, Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { usePaths } from "../paths";
import type { Figure } from "./counts";

type Props = { agents?: Figure[]; policies?: Figure; approvals?: Figure; webhooks?: number };
type Step = { name: "agent" | "policy" | "approval" | "webhook"; page: string; isDone: boolean };

/** What a new realm needs, ticked off by what is there. It goes away by itself once all of it is. */
export function FirstSteps({ agents, policies, approvals, webhooks }: Props) {
  const { t } = useTranslation();
  const { to } = usePaths();
  if (!agents || !policies || !approvals || webhooks === undefined) return null;
  const steps: Step[] = [
    { name: "agent", page: "agents", isDone: agents.some(({ value }) => !!value) },
    { name: "policy", page: "policies", isDone: !!policies.value },
    { name: "approval", page: "approvals", isDone: !!approvals.value },
    { name: "webhook", page: "webhooks", isDone: webhooks > 0 },
  ];
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <Card isCompact className="pf-v5-u-mb-md" data-testid="gh-first-steps">
      <CardTitle component="h2">{t("ghFirstSteps")}</CardTitle>
      <CardBody>
        <ol className="pf-v5-c-list">
          {steps.map(({ name, page, isDone }) => (
            <li key={name} data-testid={`gh-first-step-${name}`}>
              <Link to={to(page)}>{t(`ghFirstStep_${name}`)}</Link>{" "}
              <Label isCompact color={isDone ? "green" : "grey"}>
                {t(isDone ? "ghFirstStepDone" : "ghFirstStepOpen")}
              </Label>
              <div className="pf-v5-u-color-200">{t(`ghFirstStepHelp_${name}`)}</div>
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}
