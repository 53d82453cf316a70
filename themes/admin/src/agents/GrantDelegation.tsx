import { data, Field, ProblemAlert, useAction, useApi } from "@gatehouse/shared";
import { Button, Form, Modal, ModalVariant } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Chips } from "../fields/Chips";
import { Line } from "../fields/lines";
import { PartyField } from "../fields/OwnerPicker";
import type { Choice } from "../fields/SearchSelect";
import { fault, fromLocal } from "../fields/values";
import type { Agent } from "./agent";

/** Lets the agent act for a person, within the agent's own scopes. */
export function GrantDelegation({ agent, onClose, onDone }: { agent: Agent; onClose: () => void; onDone: (text: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState<{ user?: Choice; scopes: string[]; expires_at: string }>({ scopes: agent.scopes, expires_at: "" });
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const grant = useAction(async () => {
    if (!form.user) throw fault("user_id", t("ghPersonMissing"));
    const body = { user_id: form.user.id, scopes: form.scopes, expires_at: fromLocal(form.expires_at) };
    await data(api.POST("/agents/{id}/delegations", { params: { path: { id: agent.id } }, body }));
    onDone(t("ghDelegationGranted", { agent: agent.name, name: form.user.label }));
    onClose();
  });
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={t("ghDelegationGrant")}
      description={t("ghDelegationGrantHelp")}
      onClose={onClose}
      actions={[
        <Button key="grant" data-testid="gh-save" isLoading={grant.busy} isDisabled={grant.busy} onClick={() => grant.run()}>
          {t("ghDelegationGrant")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          void grant.run();
        }}
      >
        <Field name="user_id" label={t("ghPerson")} required problem={grant.problem}>
          {(input) => <PartyField input={input} name="user_id" kind="user" value={form.user} onChange={(user) => set({ user })} />}
        </Field>
        <Field name="scopes" label={t("ghScopes")} help={t("ghDelegationScopesHelp")} required problem={grant.problem}>
          {(input) => (
            <Chips {...input} name="scopes" label={t("ghScopes")} value={form.scopes} suggestions={agent.scopes} onChange={(scopes) => set({ scopes })} />
          )}
        </Field>
        <Line form={form} set={set} problem={grant.problem} name="expires_at" type="datetime-local" label={t("ghExpires")} help={t("ghDelegationExpiresHelp")} />
        <ProblemAlert problem={grant.problem} shown={["user_id", "scopes", "expires_at"]} />
      </Form>
    </Modal>
  );
}
