import { asProblem, data, ProblemAlert, useApi, useLoad, Field, type Problem } from "@gatehouse/shared";
import { Alert, Button, Form, FormGroup, Modal, ModalVariant, Radio, TextInput } from "@patternfly/react-core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { OwnerPicker, PartyField, type OwnerChoice } from "../fields/OwnerPicker";
import { SearchSelect, type Choice } from "../fields/SearchSelect";
import { ownerKinds, ownerOf } from "./agent";
import { useBlueprints } from "./AgentToolbar";

type Props = { act: "pause" | "revoke"; onClose: () => void; onDone: (text: string) => void };

/** Stops every agent of an owner, an organization or a blueprint; the name of it must be written out. */
export function KillSwitch({ act, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const blueprints = useBlueprints();
  const [by, setBy] = useState<"owner" | "organization_id" | "blueprint_id">("owner");
  const [owner, setOwner] = useState<OwnerChoice>({ kind: "user" });
  const [choice, setChoice] = useState<Choice>();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const id = useId();
  const chosen = by === "owner" ? owner.choice : choice;
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    const body = by === "owner" ? { owner: ownerOf(owner) } : { [by]: choice!.id };
    const started = performance.now();
    try {
      const count =
        act === "pause"
          ? (await data(api.POST("/agents/pause-all", { body }))).paused
          : (await data(api.POST("/agents/revoke-all", { body }))).revoked;
      const ms = Math.round(performance.now() - started);
      onDone(t(`ghManyDone_${act}`, { count, name: chosen!.label, ms }));
      onClose();
    } catch (reason) {
      setProblem(asProblem(reason));
      setBusy(false);
    }
  };
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={t(act === "pause" ? "ghPauseAll" : "ghRevokeAllAgents")}
      titleIconVariant="warning"
      onClose={onClose}
      data-testid="gh-kill-switch"
      actions={[
        <Button
          key="run"
          variant="danger"
          data-testid="gh-confirm"
          isLoading={busy}
          isDisabled={busy || !chosen || typed !== chosen.label}
          onClick={run}
        >
          {t(act === "pause" ? "ghPauseAll" : "ghRevokeAllAgents")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <p>{t(`ghManyIntro_${act}`)}</p>
        <FormGroup role="radiogroup" label={t("ghManyBy")} fieldId={`${id}-by`} isStack>
          {(["owner", "organization_id", "blueprint_id"] as const).map((kind) => (
            <Radio
              key={kind}
              id={`${id}-${kind}`}
              name="by"
              label={t(`ghManyBy_${kind}`)}
              isChecked={by === kind}
              onChange={() => {
                setBy(kind);
                setChoice(undefined);
                setTyped("");
              }}
            />
          ))}
        </FormGroup>
        <Field name={by} label={t(`ghManyBy_${by}`)} required problem={problem}>
          {(input) =>
            by === "owner" ? (
              <OwnerPicker input={input} kinds={ownerKinds} value={owner} onChange={setOwner} />
            ) : by === "organization_id" ? (
              <PartyField input={input} name={by} kind="organization" value={choice} onChange={setChoice} />
            ) : (
              <SearchSelect id={input.id} name={by} label={t("ghBlueprint")} value={choice} onChange={setChoice} search={blueprints} />
            )
          }
        </Field>
        {chosen && <Reach act={act} query={by === "owner" ? { owner: chosen.id } : by === "blueprint_id" ? { blueprint_id: chosen.id } : undefined} />}
        {chosen && (
          <FormGroup label={t("ghTypeToConfirm", { text: chosen.label })} fieldId={`${id}-typed`}>
            <TextInput id={`${id}-typed`} name="typed" value={typed} autoComplete="off" onChange={(_event, text) => setTyped(text)} />
          </FormGroup>
        )}
        <ProblemAlert problem={problem} shown={[by]} />
      </Form>
    </Modal>
  );
}

/** How many agents that is, where the list can be narrowed to them. */
function Reach({ act, query }: { act: "pause" | "revoke"; query?: { owner?: string; blueprint_id?: string } }) {
  const { t } = useTranslation();
  const api = useApi();
  const active = useLoad(
    async () =>
      query &&
      (await data(api.GET("/agents", { params: { query: { ...query, status: "active", limit: 1, page: 1 } } }))).pagination.total,
    [query],
  );
  if (active.value === undefined) return null;
  return <Alert component="p" isInline isPlain variant="info" title={t(`ghManyReach_${act}`, { count: active.value })} />;
}
