import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Confirm, data, Load, useApi, useLoad } from "@gatehouse/shared";
import { PageSection } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router-dom";
import { useRoles } from "../access";
import { DetailHeader } from "../fields/DetailHeader";
import { Crumbs } from "../fields/FormPage";
import { path, useDone } from "../fields/parts";
import type { ApiKey } from "./apiKey";
import { KeyFacts } from "./KeyFacts";
import { Environment, KeyStatus } from "./KeyStatus";
import { Rotation } from "./Rotation";
import { RevokeKey } from "./RevokeKey";
import { RotateKey } from "./RotateKey";

export default function ApiKeyPage() {
  const { id } = useParams() as { id: string };
  const api = useApi();
  const key = useLoad(() => data(api.GET("/api-keys/{id}", { params: { path: { id } } })), [id]);
  if (key.value?.id !== id) {
    return (
      <PageSection variant="light">
        <Load of={key}>{() => null}</Load>
      </PageSection>
    );
  }
  return <Detail key={id} apiKey={key.value} reload={key.reload} />;
}

function Detail({ apiKey, reload }: { apiKey: ApiKey; reload: () => void }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const manages = useRoles().has("manage-gatehouse", "manage-api-keys");
  const { alert, say } = useDone();
  const [dialog, setDialog] = useState<"rotate" | "revoke" | "switch">();
  const { id, name, status } = apiKey;
  const isOn = status === "active";
  const canChange = manages && status !== "revoked";
  const canSwitch = canChange && (status === "active" || status === "inactive");
  const actions = [
    ...(canChange ? [{ key: "edit", text: t("ghEdit"), run: () => navigate(path(realm, "api-keys", id, "edit")) }] : []),
    ...(manages && isOn && !apiKey.replaced_by ? [{ key: "rotate", text: t("ghRotate"), run: () => setDialog("rotate") }] : []),
    ...(canSwitch ? [{ key: "switch", text: t(isOn ? "ghSwitchOff" : "ghSwitchOn"), run: () => setDialog("switch") }] : []),
    ...(canChange ? [{ key: "revoke", text: t("ghRevoke"), isDanger: true, run: () => setDialog("revoke") }] : []),
  ];
  const close = () => setDialog(undefined);
  const done = (text: string) => {
    say(text);
    reload();
  };
  return (
    <>
      <Crumbs crumbs={[{ text: t("ghApiKeys"), to: path(realm, "api-keys") }, { text: name }]} />
      <DetailHeader
        title={name}
        badges={
          <>
            <KeyStatus status={status} /> <Environment value={apiKey.environment} />
          </>
        }
        sub={apiKey.masked}
        actions={actions}
      />
      <PageSection variant="light">
        {alert}
        <KeyFacts apiKey={apiKey} />
        {apiKey.rotation && <Rotation apiKey={apiKey} rotation={apiKey.rotation} />}
      </PageSection>
      {dialog === "rotate" && <RotateKey apiKey={apiKey} onClose={() => (close(), reload())} say={say} />}
      {dialog === "revoke" && <RevokeKey apiKey={apiKey} onClose={close} onDone={done} />}
      {dialog === "switch" && (
        <Confirm
          title={t(isOn ? "ghSwitchOffTitle" : "ghSwitchOnTitle", { name })}
          action={t(isOn ? "ghSwitchOff" : "ghSwitchOn")}
          variant={isOn ? "danger" : "primary"}
          body={<p>{t(isOn ? "ghSwitchOffHelp" : "ghSwitchOnHelp")}</p>}
          onConfirm={async () => {
            await data(api.PATCH("/api-keys/{id}", { params: { path: { id } }, body: { is_active: !isOn } }));
            done(t(isOn ? "ghSwitchedOff" : "ghSwitchedOn", { name }));
          }}
          onClose={close}
        />
      )}
    </>
  );
}
