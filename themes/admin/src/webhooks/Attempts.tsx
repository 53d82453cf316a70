import { Time, type Schemas } from "@gatehouse/shared";
import { CodeBlock, CodeBlockCode, ExpandableSection, Label, ProgressStep, ProgressStepper } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { NextAttempt } from "./DeliveriesTab";

type Attempt = Schemas["WebhookAttempt"];

const isGood = ({ status_code }: Attempt) => status_code !== null && status_code >= 200 && status_code < 300;

/** The attempts one below the other, the first one first, and when the next one comes. */
export function Attempts({ attempts, next }: { attempts: Attempt[]; next: string | null }) {
  const { t } = useTranslation();
  if (attempts.length === 0 && !next) return <p>{t("ghAttemptsNone")}</p>;
  return (
    <ProgressStepper isVertical aria-label={t("ghAttempts")} data-testid="gh-attempts">
      {attempts.map((attempt) => (
        <ProgressStep
          key={`${attempt.started_at} ${attempt.number}`}
          id={`gh-attempt-${attempt.number}`}
          titleId={`gh-attempt-title-${attempt.number}`}
          variant={isGood(attempt) ? "success" : "danger"}
          aria-label={t(isGood(attempt) ? "ghAttemptGood" : "ghAttemptBad")}
          description={<AttemptFacts attempt={attempt} />}
        >
          {t("ghAttempt", { number: attempt.number })}
        </ProgressStep>
      ))}
      {next && (
        <ProgressStep
          id="gh-attempt-next"
          titleId="gh-attempt-title-next"
          variant="pending"
          aria-label={t("ghDeliveryNext")}
          description={<NextAttempt at={next} />}
        >
          {t("ghDeliveryNext")}
        </ProgressStep>
      )}
    </ProgressStepper>
  );
}

/** The answer is a stranger's text: shown as text, whatever it says. */
function AttemptFacts({ attempt }: { attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Label isCompact color={isGood(attempt) ? "green" : "red"}>
        {attempt.status_code ?? t(`ghAttemptFailure_${attempt.failure ?? "protocol"}`)}
      </Label>{" "}
      <Time iso={attempt.started_at} /> · {t("ghAttemptTook", { ms: attempt.latency_ms.toLocaleString(i18n.language) })}
      {attempt.answer ? (
        <ExpandableSection
          toggleText={t("ghAttemptAnswer")}
          toggleTextExpanded={t("ghAttemptAnswer")}
        >
          <CodeBlock>
            <CodeBlockCode>{attempt.answer}</CodeBlockCode>
          </CodeBlock>
        </ExpandableSection>
      ) : (
        <div>{t("ghAttemptNoAnswer")}</div>
      )}
    </>
  );
}
