import { data, Field, Load, useAction, useApi, useLoad } from "@gatehouse/shared";
import { ActionGroup, Button, Checkbox, Form, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { keepDraft, useDraft } from "../frame/drafts";
import { LinkButton } from "../frame/LinkButton";
import { Refusal } from "../frame/Refusal";
import { Room } from "../frame/Room";
import { usePath, useSession } from "../frame/session";
import type { Agent } from "./agentForm";

type Wish = { scopes: string[]; lastDay: string };

/** A person lets an agent of their own act for them. */
export default function AllowPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const api = useApi();
  const agent = useLoad(() => data(api.GET("/agents/{id}", { params: { path: { id } } })), [id]);
  return (
    <Room
      title={t("ghAllowNamed", { name: agent.value?.name ?? "" })}
      description={t("ghAllowHelp")}
      parent={{ label: t("ghMyAgents"), path: "agents" }}
    >
      <Load of={agent}>{(value) => <AllowForm key={value.id} of={value} />}</Load>
    </Room>
  );
}

function AllowForm({ of: agent }: { of: Agent }) {
  const { t } = useTranslation();
  const api = useApi();
  const path = usePath();
  const navigate = useNavigate();
  const { userId } = useSession();
  const draft = `allow.${agent.id}`;
  const kept = useDraft<Wish>(draft, userId);
  const [wish, setWish] = useState<Wish>(kept ?? { scopes: [], lastDay: "" });
  const allow = useAction(async () => {
    const expires_at = wish.lastDay ? new Date(`${wish.lastDay}T23:59:59`).toISOString().replace(/\.\d+Z$/, "Z") : undefined;
    const body = { user_id: userId, scopes: wish.scopes, expires_at };
    await api.POST("/agents/{id}/delegations", { params: { path: { id: agent.id } }, body });
    void navigate(path("agents/delegations"), { state: { done: t("ghAllowed", { name: agent.name }) } });
  });
  const toggle = (scope: string, isOn: boolean) =>
    setWish({ ...wish, scopes: isOn ? [...wish.scopes, scope] : wish.scopes.filter((other) => other !== scope) });
  return (
    <Form
      className="gh-form"
      data-testid="gh-allow-form"
      onSubmit={(event) => {
        event.preventDefault();
        void allow.run();
      }}
    >
      <Field name="scopes" label={t("ghAllowWhat")} help={t("ghAllowWhatHelp")} required problem={allow.problem}>
        {({ id }) => (
          <div role="group" aria-label={t("ghAllowWhat")} id={id}>
            {agent.scopes.map((scope) => (
              <Checkbox
                key={scope}
                id={`${id}-${scope}`}
                name={`scope-${scope}`}
                label={scope}
                isChecked={wish.scopes.includes(scope)}
                onChange={(_event, isOn) => toggle(scope, isOn)}
              />
            ))}
          </div>
        )}
      </Field>
      <Field name="expires_at" label={t("ghAllowLastDay")} help={t("ghAllowLastDayHelp")} problem={allow.problem}>
        {(input) => (
          <TextInput
            {...input}
            type="date"
            name="lastDay"
            min={new Date().toISOString().slice(0, 10)}
            value={wish.lastDay}
            onChange={(_event, lastDay) => setWish({ ...wish, lastDay })}
          />
        )}
      </Field>
      <Refusal problem={allow.problem} shown={["scopes", "expires_at"]} keep={() => keepDraft(draft, userId, wish)} />
      <ActionGroup>
        <Button
          type="submit"
          data-testid="gh-save"
          isLoading={allow.busy}
          isDisabled={allow.busy || wish.scopes.length === 0}
        >
          {t("ghAllow")}
        </Button>
        <LinkButton variant="link" to={`agents/${agent.id}`}>
          {t("ghCancel")}
        </LinkButton>
      </ActionGroup>
    </Form>
  );
}
