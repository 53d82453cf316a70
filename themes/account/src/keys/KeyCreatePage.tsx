import { data, SecretDialog, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { ActionGroup, Button, Form } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import { KeyFields, SHOWN } from "./KeyFields";
import { createBody, NEW_KEY, type KeyValues } from "./keyForm";

const DRAFT = "key";

export default function KeyCreatePage() {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const kept = useDraft<KeyValues>(DRAFT, userId);
  const [values, setValues] = useState(kept ?? NEW_KEY);
  const [made, setMade] = useState<Schemas["IssuedApiKey"]>();
  const create = useAction(async () => setMade(await data(api.POST("/api-keys", { body: createBody(values) }))));
  return (
    <Room
      title={t("ghKeyCreate")}
      description={t("ghKeyCreateHelp")}
      parent={{ label: t("ghMyApiKeys"), path: "api-keys" }}
    >
      <Form
        className="gh-form"
        data-testid="gh-key-form"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <KeyFields isNew values={values} problem={create.problem} onChange={setValues} />
        <Refusal problem={create.problem} shown={SHOWN} keep={() => keepDraft(DRAFT, userId, values)} />
        <ActionGroup>
          <Button type="submit" data-testid="gh-save" isLoading={create.busy} isDisabled={create.busy || !values.name.trim()}>
            {t("ghCreate")}
          </Button>
          <LinkButton variant="link" to="api-keys">
            {t("ghCancel")}
          </LinkButton>
        </ActionGroup>
      </Form>
      {made && (
        <SecretDialog
          title={t("ghKeyMade")}
          intro={t("ghKeySecretIntro")}
          secrets={[{ label: t("ghKey"), value: made.key ?? "" }]}
          fileName={`${values.name.trim()}.txt`}
          onClose={() => {
            setMade(undefined);
            void navigate(path("api-keys"), { state: { done: t("ghKeyCreated", { name: values.name.trim() }) } });
          }}
        />
      )}
    </Room>
  );
}
