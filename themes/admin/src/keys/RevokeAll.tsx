import { asProblem, data, Field, ProblemAlert, useApi, useLoad, type Problem, type Schemas } from "@gatehouse/shared";
import { Alert, Button, Form, FormGroup, Modal, ModalVariant, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OwnerPicker, type OwnerChoice } from "../fields/OwnerPicker";

/** `within` is no owner: every key that works only inside an organization, whoever owns it. */
const kinds = ["user", "service_account", "agent", "organization", "within"] as const;

type Body = Schemas["ApiKeyRevokeAllRequest"];

/** Revokes every key of an owner or within an organization; the name of it must be written out. */
export function RevokeAll({ onClose, onDone }: { onClose: () => void; onDone: (text: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [owner, setOwner] = useState<OwnerChoice>({ kind: "user" });
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { kind, choice } = owner;
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    const body: Body =
      kind === "within" ? { organization_id: choice!.id } : { owner: { type: kind as Schemas["ApiKeyOwnerRequest"]["type"], id: choice!.id } };
    try {
      const { revoked } = await data(api.POST("/api-keys/revoke-all", { body }));
      onDone(t("ghKeysRevoked", { count: revoked, name: choice!.label }));
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
      title={t("ghRevokeAllKeys")}
      titleIconVariant="warning"
      onClose={onClose}
      data-testid="gh-revoke-all"
      actions={[
        <Button
          key="run"
          variant="danger"
          data-testid="gh-confirm"
          isLoading={busy}
          isDisabled={busy || !choice || typed !== choice.label}
          onClick={run}
        >
          {t("ghRevokeAllKeys")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <p>{t("ghRevokeAllKeysHelp")}</p>
        <Field name="owner" label={t("ghKeysOf")} required problem={problem}>
          {(input) => (
            <OwnerPicker
              input={input}
              kinds={kinds}
              value={owner}
              onChange={(next) => {
                setOwner(next);
                setTyped("");
              }}
            />
          )}
        </Field>
        {choice && kind !== "within" && <Reach owner={choice.id} />}
        {choice && (
          <FormGroup label={t("ghTypeToConfirm", { text: choice.label })} fieldId="gh-revoke-all-typed">
            <TextInput id="gh-revoke-all-typed" name="typed" value={typed} autoComplete="off" onChange={(_event, text) => setTyped(text)} />
          </FormGroup>
        )}
        <ProblemAlert problem={problem} shown={["owner"]} />
      </Form>
    </Modal>
  );
}

function Reach({ owner }: { owner: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const active = useLoad(
    async () =>
      (await data(api.GET("/api-keys", { params: { query: { owner, status: "active", limit: 1, page: 1 } } }))).pagination.total,
    [owner],
  );
  if (active.value === undefined) return null;
  return <Alert component="p" isInline isPlain variant="info" title={t("ghKeysReach", { count: active.value })} />;
}
