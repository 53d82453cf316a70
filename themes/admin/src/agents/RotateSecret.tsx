import { data, ProblemAlert, SecretDialog, useAction, useApi } from "@gatehouse/shared";
import { Alert, Button, Form, FormGroup, FormSelect, FormSelectOption, Modal, ModalVariant } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agent } from "./agent";

const overlaps = [0, 3_600, 86_400, 604_800, 2_592_000] as const;

/** Makes a new secret, shows it once, and says until when the old one goes on. */
export function RotateSecret({ agent, onClose, say }: { agent: Agent; onClose: () => void; say: (text: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [overlap, setOverlap] = useState<number>(86_400);
  const [secret, setSecret] = useState<string>();
  const rotate = useAction(async () => {
    const rotated = await data(
      api.POST("/agents/{id}/rotate-secret", { params: { path: { id: agent.id } }, body: { overlap_seconds: overlap } }),
    );
    setSecret(rotated.secret_key ?? undefined);
  });
  if (secret) {
    return (
      <SecretDialog
        title={t("ghAgentSecretTitle", { name: agent.name })}
        intro={t("ghAgentSecretIntro")}
        secrets={[
          { label: t("ghClientId"), value: agent.id },
          { label: t("ghClientSecret"), value: secret },
        ]}
        fileName={`${agent.id}.txt`}
        onClose={() => {
          setSecret(undefined);
          say(t("ghSecretRotated", { name: agent.name }));
          onClose();
        }}
      />
    );
  }
  return (
    <Modal
      isOpen
      variant={ModalVariant.small}
      title={t("ghRotateSecretTitle", { name: agent.name })}
      onClose={onClose}
      actions={[
        <Button key="rotate" data-testid="gh-confirm" isLoading={rotate.busy} isDisabled={rotate.busy} onClick={() => rotate.run()}>
          {t("ghRotateSecret")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <FormGroup label={t("ghOverlap")} fieldId="gh-overlap">
          <FormSelect id="gh-overlap" name="overlap_seconds" value={overlap} onChange={(_event, value) => setOverlap(Number(value))}>
            {overlaps.map((seconds) => (
              <FormSelectOption key={seconds} value={seconds} label={t(`ghOverlap_${seconds}`)} />
            ))}
          </FormSelect>
        </FormGroup>
        <Alert component="p" isInline variant={overlap ? "info" : "warning"} title={t(overlap ? "ghOverlapGoesOn" : "ghOverlapDies")} />
        <ProblemAlert problem={rotate.problem} />
      </Form>
    </Modal>
  );
}
