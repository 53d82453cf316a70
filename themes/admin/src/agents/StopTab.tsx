import { Confirm, data, useApi } from "@gatehouse/shared";
import { Alert, Button, Card, CardBody, CardFooter, CardTitle, Gallery } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TabProps } from "./AgentPage";
import type { Effect } from "./stop";
import { actsFor, type StopAct } from "./StopDialog";

type Props = TabProps & { effect?: { text: string; effect: Effect }; onAct: (act: StopAct) => void };

/** How is the agent stopped? From what can be undone to what cannot. */
export function StopTab({ agent, manages, say, effect, onAct }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [asks, setAsks] = useState(false);
  const acts = actsFor(agent);
  return (
    <>
      {effect && (
        <Alert
          isInline
          variant="success"
          component="h2"
          role="status"
          data-testid="gh-stop-effect"
          title={effect.text}
          className="pf-v5-u-mb-md"
        >
          {t(`ghStopEffectHelp_${effect.effect.how}`)}
        </Alert>
      )}
      <p className="pf-v5-u-mb-md">{t(`ghStopNow_${agent.status}`)}</p>
      {!manages && <Alert component="p" isInline isPlain variant="info" title={t("ghStopNotYours")} className="pf-v5-u-mb-md" />}
      {manages && acts.length > 0 && (
        <Gallery hasGutter minWidths={{ default: "18rem" }}>
          {agent.status === "active" && (
            <Card isFlat component="section">
              <CardTitle component="h2">{t("ghEndTokens")}</CardTitle>
              <CardBody>{t("ghEndTokensHelp")}</CardBody>
              <CardFooter>
                <Button variant="secondary" onClick={() => setAsks(true)} data-testid="gh-stop-tokens">
                  {t("ghEndTokens")}
                </Button>
              </CardFooter>
            </Card>
          )}
          {acts.map((act) => (
            <Card key={act} isFlat component="section">
              <CardTitle component="h2">{t(`ghAgentAct_${act}`)}</CardTitle>
              <CardBody>{t(`ghAgentActIntro_${act}`)}</CardBody>
              <CardFooter>
                <Button
                  variant={act === "revoke" ? "danger" : act === "pause" ? "warning" : "primary"}
                  onClick={() => onAct(act)}
                  data-testid={`gh-stop-${act}`}
                >
                  {t(`ghAgentAct_${act}`)}
                </Button>
              </CardFooter>
            </Card>
          ))}
        </Gallery>
      )}
      {asks && (
        <Confirm
          title={t("ghEndTokensTitle", { name: agent.name })}
          action={t("ghEndTokens")}
          body={<p>{t("ghEndTokensHelp")}</p>}
          onConfirm={async () => {
            await data(api.POST("/tokens/revoke-all", { body: { agent_id: agent.id } }));
            say(t("ghTokensEnded", { name: agent.name }));
          }}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
