import { data, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { ActionGroup, Button, Form } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import { KeyFields, SHOWN } from "./KeyFields";
import { patchBody, valuesOf, type Key, type KeyValues } from "./keyForm";

export default function KeyEditPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const key = useLoad(() => data(api.GET("/api-keys/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={t("ghEditNamed", { name: key.value?.name ?? "" })}
      parent={{ label: t("ghMyApiKeys"), path: "api-keys" }}
    >
      <Load of={key}>{(value) => <KeyForm key={value.id} of={value} />}</Load>
    </Room>
  );
}

function KeyForm({ of: before }: { of: Key }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `key.${before.id}`;
  const kept = useDraft<KeyValues>(draft, userId);
  const [values, setValues] = useState(kept ?? valuesOf(before));
  const save = useAction(async () => {
    const params = { path: { id: before.id } };
    await api.PATCH("/api-keys/{id}", { params, body: patchBody(values, before) });
    void navigate(path(`api-keys/${before.id}`), { state: { done: t("ghSaved") } });
  });
  return (
    <Form
      className="gh-form"
      data-testid="gh-key-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <KeyFields values={values} problem={save.problem} onChange={setValues} />
      <Refusal problem={save.problem} shown={SHOWN} keep={() => keepDraft(draft, userId, values)} />
      <ActionGroup>
        <Button type="submit" data-testid="gh-save" isLoading={save.busy} isDisabled={save.busy || !values.name.trim()}>
          {t("ghSave")}
        </Button>
        <LinkButton variant="link" to={`api-keys/${before.id}`}>
          {t("ghCancel")}
        </LinkButton>
      </ActionGroup>
    </Form>
  );
}
