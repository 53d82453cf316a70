import { data, Field, Load, SecretDialog, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { ActionGroup, Button, Form, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Overlap } from "../frame/Overlap";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import type { Key } from "./keyForm";

const SHOWN = ["overlap_seconds", "revoke_when_idle_hours"];
const IDLE_HOURS = ["", "1", "24", "168"];

type Wish = { overlap: number; idleHours: string };

export default function KeyRotatePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const key = useLoad(() => data(api.GET("/api-keys/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={t("ghRotateNamed", { name: key.value?.name ?? "" })}
      description={t("ghKeyRotateHelp")}
      parent={{ label: t("ghMyApiKeys"), path: "api-keys" }}
    >
      <Load of={key}>{(value) => <RotateForm key={value.id} of={value} />}</Load>
    </Room>
  );
}

function RotateForm({ of: key }: { of: Key }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `rotate.${key.id}`;
  const kept = useDraft<Wish>(draft, userId);
  const [wish, setWish] = useState<Wish>(kept ?? { overlap: 86_400, idleHours: "" });
  const [made, setMade] = useState<Schemas["IssuedApiKey"]>();
  const rotate = useAction(async () => {
    const body = { overlap_seconds: wish.overlap, ...(wish.overlap > 0 && wish.idleHours && { revoke_when_idle_hours: Number(wish.idleHours) }) };
    setMade(await data(api.POST("/api-keys/{id}/rotate", { params: { path: { id: key.id } }, body })));
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
      <Overlap value={wish.overlap} problem={rotate.problem} onChange={(overlap) => setWish({ ...wish, overlap })} />
      {wish.overlap > 0 && (
        <Field name="revoke_when_idle_hours" label={t("ghIdle")} help={t("ghIdleHelp")} problem={rotate.problem}>
          {(input) => (
            <FormSelect
              {...input}
              name="revoke_when_idle_hours"
              value={wish.idleHours}
              onChange={(_event, idleHours) => setWish({ ...wish, idleHours })}
            >
              {IDLE_HOURS.map((hours) => (
                <FormSelectOption
                  key={hours}
                  value={hours}
                  label={hours ? t("ghIdleHours", { count: Number(hours) }) : t("ghIdleNever")}
                />
              ))}
            </FormSelect>
          )}
        </Field>
      )}
      <Refusal problem={rotate.problem} shown={SHOWN} keep={() => keepDraft(draft, userId, wish)} />
      <ActionGroup>
        <Button
          type="submit"
          data-testid="gh-save"
          variant={wish.overlap === 0 ? "danger" : "primary"}
          isLoading={rotate.busy}
          isDisabled={rotate.busy}
        >
          {t("ghRotate")}
        </Button>
        <LinkButton variant="link" to={`api-keys/${key.id}`}>
          {t("ghCancel")}
        </LinkButton>
      </ActionGroup>
      {made && (
        <SecretDialog
          title={t("ghKeyRotated")}
          intro={t("ghKeySecretIntro")}
          secrets={[{ label: t("ghKey"), value: made.key ?? "" }]}
          fileName={`${key.name}.txt`}
          onClose={() => {
            setMade(undefined);
            void navigate(path(`api-keys/${made.id}`));
          }}
        />
      )}
    </Form>
  );
}
