import { asProblem, data, Problem, ProblemAlert, Time, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Alert, Button, FormGroup, Progress, ProgressMeasureLocation, Radio } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "../draft";
import { Outcome } from "./Outcome";
import { SinceSelect, sinceOf } from "./since";

type Replay = Schemas["PolicyReplay"];
type Props = { policyId?: string; draft: Draft; isChanged?: boolean };
const POLL_MS = 1500;

/** Asks past decisions about tokens again, with the draft or with the stored policy. */
export function ReplayTab({ policyId, draft, isChanged }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [what, setWhat] = useState<"draft" | "saved" | "without">(policyId && !isChanged ? "saved" : "draft");
  const [days, setDays] = useState(7);
  const [replay, setReplay] = useState<Replay>();
  const start = useAction(async () => {
    setReplay(undefined);
    const policy = what === "saved" && policyId ? policyId : { ...draft, id: policyId, is_active: what !== "without" };
    // The contract has an object here; the id of a policy as a text stands for that policy.
    const body = { policy, since: sinceOf(days) } as Schemas["PolicyReplayRequest"];
    setReplay(await data(api.POST("/policies/replay", { body })));
  });
  const lost = usePolling(replay, setReplay);
  const isRunning = replay?.status === "running" && !lost;
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg">{t("ghReplay")}</h2>
      <p className="pf-v5-u-color-200 pf-v5-u-mb-md">{t("ghReplayHelp")}</p>
      {policyId && (
        <FormGroup role="radiogroup" label={t("ghReplayWhat")} fieldId="gh-replay-what" className="pf-v5-u-mb-md">
          {(["saved", "draft", "without"] as const).map((one) => (
            <Radio key={one} id={`gh-replay-${one}`} name="replay" label={t(`ghReplay_${one}`)} isChecked={what === one} onChange={() => setWhat(one)} />
          ))}
        </FormGroup>
      )}
      <div className="gh-row pf-v5-u-mb-md">
        <SinceSelect id="gh-replay-since" days={days} onChange={setDays} />
        <Button data-testid="gh-replay-start" isDisabled={start.busy || isRunning} isLoading={start.busy} onClick={() => void start.run()}>{t("ghReplayStart")}</Button>
      </div>
      <ProblemAlert problem={start.problem ?? lost} />
      {replay && <ReplayView replay={replay} />}
    </>
  );
}

/** Looks again until the replay is over; tells why it could not. */
function usePolling(replay: Replay | undefined, set: (replay: Replay) => void): Problem | undefined {
  const api = useApi();
  const [lost, setLost] = useState<Problem>();
  useEffect(() => {
    setLost(undefined);
    if (replay?.status !== "running") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      data(api.GET("/policies/replays/{replay}", { params: { path: { replay: replay.id } } })).then(
        (next) => current && set({ ...next }),
        (reason) => current && setLost(asProblem(reason)),
      );
    }, POLL_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- each answer asks for the next
  }, [replay]);
  return lost;
}

function ReplayView({ replay }: { replay: Replay }) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const percent = replay.total === 0 ? 100 : Math.floor((100 * replay.done) / replay.total);
  return (
    <div data-testid="gh-replay" aria-live="polite">
      <Progress
        id="gh-replay-progress"
        aria-label={t("ghReplay")}
        title={t("ghReplayProgress", { done: number(replay.done), total: number(replay.total) })}
        value={percent}
        measureLocation={ProgressMeasureLocation.outside}
        variant={replay.status === "failed" ? "danger" : replay.status === "done" ? "success" : undefined}
      />
      {replay.status === "failed" && (
        <Alert isInline component="p" variant="danger" className="pf-v5-u-mt-md" title={t(replay.failure === "policies_changed" ? "ghReplayPoliciesChanged" : "ghReplayBroken")} />
      )}
      <p className="pf-v5-u-mt-md" data-testid="gh-replay-changed">
        <strong>{t("ghReplayChanged", { count: replay.changed, total: number(replay.total) })}</strong> (<Time iso={replay.since} />){" "}
        {replay.skipped > 0 && t("ghReplaySkipped", { count: replay.skipped })}
      </p>
      <Outcome flips={replay.flips} examples={replay.examples} />
    </div>
  );
}
