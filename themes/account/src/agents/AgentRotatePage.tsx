import { data, Load, SecretDialog, useAction, useApi, useLoad } from "@gatehouse/shared";
import { ActionGroup, Button, Form } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Overlap } from "../frame/Overlap";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import type { Agent } from "./agentForm";

export default function AgentRotatePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={t("ghNewSecretNamed", { name: agent.value?.name ?? "" })}
      description={t("ghAgentRotateHelp")}
      parent={{ label: t("ghMyAgents"), path: "agents" }}
    >
      <Load of={agent}>{(value) => <RotateForm key={value.id} of={value} />}</Load>
    </Room>
  );
}

function RotateForm({ of: agent }: { of: Agent }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `rotate.${agent.id}`;
  const kept = useDraft<number>(draft, userId);
  const [overlap, setOverlap] = useState(kept ?? 3_600);
  const [secret, setSecret] = useState<string>();
  const rotate = useAction(async () => {
    const params = { path: { id: agent.id } };
    const answer = await data(api.POST("/agents/{id}/rotate-secret", { params, body: { overlap_seconds: overlap } }));
    setSecret(answer.secret_key ?? "");
  });
  return (
    <Form
      className="gh-form"
      data-testid="gh-rotate-form"
      onSubmit={(event) => {
        event.preventDefault();
        void rotate.run();
      }}
    >
      <Overlap value={overlap} problem={rotate.problem} onChange={setOverlap} />
      <Refusal problem={rotate.problem} shown={["overlap_seconds"]} keep={() => keepDraft(draft, userId, overlap)} />
      <ActionGroup>
        <Button
          type="submit"
          data-testid="gh-save"
          variant={overlap === 0 ? "danger" : "primary"}
          isLoading={rotate.busy}
          isDisabled={rotate.busy}
        >
          {t("ghNewSecret")}
        </Button>
        <LinkButton variant="link" to={`agents/${agent.id}`}>
          {t("ghCancel")}
        </LinkButton>
      </ActionGroup>
      {secret !== undefined && (
        <SecretDialog
          title={t("ghNewSecretMade")}
          intro={t("ghAgentSecretIntro")}
          secrets={[
            { label: t("ghAgentId"), value: agent.id },
            { label: t("ghSecret"), value: secret },
          ]}
          fileName={`${agent.id}.txt`}
          onClose={() => {
            setSecret(undefined);
            void navigate(path(`agents/${agent.id}`));
          }}
        />
      )}
    </Form>
  );
}
