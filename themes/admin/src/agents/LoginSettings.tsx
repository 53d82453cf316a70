import { Confirm, data, Field, Load, ProblemAlert, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, Checkbox, Form, Title } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Chips } from "../fields/Chips";
import { Facts, Words } from "../fields/parts";
import type { TabProps } from "./AgentPage";

type Login = Schemas["AgentLogin"];

/** How people may log in at the agent through Keycloak's own pages. */
export function LoginSettings(props: TabProps) {
  const { agent, manages } = props;
  const { t } = useTranslation();
  const api = useApi();
  const login = useLoad(() => data(api.GET("/agents/{id}/login", { params: { path: { id: agent.id } } })), [agent.id]);
  return (
    <>
      <Title headingLevel="h2" size="lg" className="pf-v5-u-mt-xl">
        {t("ghLogin")}
      </Title>
      <p className="pf-v5-u-my-sm">{t("ghLoginHelp")}</p>
      <Load of={login}>
        {(value) =>
          manages && agent.status !== "revoked" ? (
            <LoginForm key={JSON.stringify(value)} {...props} login={value} onChange={login.reload} />
          ) : (
            <Facts
              facts={[
                { term: t("ghRedirectUris"), value: <Words words={value.redirect_uris} none={t("ghOff")} label={t("ghRedirectUris")} /> },
                { term: t("ghDeviceFlow"), value: t(value.device_flow ? "ghYes" : "ghNo") },
              ]}
            />
          )
        }
      </Load>
    </>
  );
}

function LoginForm({ agent, login, onChange, say }: TabProps & { login: Login; onChange: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const [form, setForm] = useState(login);
  const [asks, setAsks] = useState(false);
  const put = async (body: Login) => {
    const params = { path: { id: agent.id } };
    if (body.redirect_uris.length || body.device_flow) await data(api.PUT("/agents/{id}/login", { params, body }));
    else await api.DELETE("/agents/{id}/login", { params });
    say(t("ghLoginSaved"));
    onChange();
  };
  const save = useAction(() => put(form));
  const takesAway = login.redirect_uris.some((uri) => !form.redirect_uris.includes(uri)) || (login.device_flow && !form.device_flow);
  return (
    <Form
      className="keycloak__form pf-v5-u-pb-0"
      onSubmit={(event) => {
        event.preventDefault();
        if (takesAway) setAsks(true);
        else void save.run();
      }}
    >
      <Field name="redirect_uris" label={t("ghRedirectUris")} help={t("ghRedirectUrisHelp")} problem={save.problem}>
        {(input) => (
          <Chips
            {...input}
            name="redirect_uris"
            label={t("ghRedirectUris")}
            placeholder="https://agent.example.com/callback"
            value={form.redirect_uris}
            onChange={(redirect_uris) => setForm({ ...form, redirect_uris })}
          />
        )}
      </Field>
      <Checkbox
        id="gh-device-flow"
        name="device_flow"
        label={t("ghDeviceFlow")}
        description={t("ghDeviceFlowHelp")}
        isChecked={form.device_flow}
        onChange={(_event, device_flow) => setForm({ ...form, device_flow })}
      />
      <ProblemAlert problem={save.problem} shown={["redirect_uris"]} />
      <div>
        <Button
          type="submit"
          variant="secondary"
          data-testid="gh-login-save"
          isLoading={save.busy}
          isDisabled={save.busy || JSON.stringify(form) === JSON.stringify(login)}
        >
          {t("ghLoginSave")}
        </Button>
      </div>
      {asks && (
        <Confirm
          title={t("ghLoginTitle")}
          action={t("ghLoginSave")}
          body={<p>{t("ghLoginDies")}</p>}
          onConfirm={() => put(form)}
          onClose={() => setAsks(false)}
        />
      )}
    </Form>
  );
}
