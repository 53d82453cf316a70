import { Confirm, data, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";

type Policy = Schemas["Policy"];
type Props = { policy: Policy; onClose: () => void; onDone: (said: string, isGone: boolean) => void };

/** 202: in this realm a second administrator confirms first. */
const WAITS = 202;

/** Switches a policy off or on, and says beforehand what is asked or not asked from then on. */
export function SwitchPolicy({ policy, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const isOn = policy.is_active;
  const act = async () => {
    const { response } = await api.PATCH("/policies/{id}", {
      params: { path: { id: policy.id } },
      body: { is_active: !isOn },
    });
    onDone(response.status === WAITS ? t("ghPolicyWaits", { name: policy.name }) : t(isOn ? "ghPolicySwitchedOff" : "ghPolicySwitchedOn", { name: policy.name }), false);
  };
  return (
    <Confirm
      title={t(isOn ? "ghPolicySwitchOffTitle" : "ghPolicySwitchOnTitle", { name: policy.name })}
      action={t(isOn ? "ghPolicySwitchOff" : "ghPolicySwitchOn")}
      variant={isOn ? "danger" : "primary"}
      body={
        <>
          <p>{t(isOn ? "ghPolicySwitchOffBody" : policy.mode === "shadow" ? "ghPolicySwitchOnShadowBody" : "ghPolicySwitchOnBody", { count: policy.rules.length })}</p>
          <Reach policy={policy} />
        </>
      }
      onConfirm={act}
      onClose={onClose}
    />
  );
}

export function DeletePolicy({ policy, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const tests = useLoad(() => data(api.GET("/policies/{id}/tests", { params: { path: { id: policy.id } } })), [policy.id]);
  const act = async () => {
    const { response } = await api.DELETE("/policies/{id}", { params: { path: { id: policy.id } } });
    const isGone = response.status !== WAITS;
    onDone(t(isGone ? "ghPolicyDeleted" : "ghPolicyDeletionWaits", { name: policy.name }), isGone);
  };
  return (
    <Confirm
      title={t("ghPolicyDeleteTitle", { name: policy.name })}
      action={t("ghPolicyDelete")}
      typed={policy.is_active ? policy.name : undefined}
      body={
        <>
          <p>{t("ghPolicyDeleteBody", { rules: policy.rules.length, versions: policy.version, tests: tests.value?.items.length ?? "…" })}</p>
          {policy.is_active && <p>{t("ghPolicyDeleteActiveBody")}</p>}
          <Reach policy={policy} />
        </>
      }
      onConfirm={act}
      onClose={onClose}
    />
  );
}

/** Whom the policy can match at present. */
function Reach({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const api = useApi();
  const { value } = useLoad(() => data(api.GET("/policies/{id}/affected", { params: { path: { id: policy.id } } })), [policy.id]);
  return <p className="pf-v5-u-mt-sm pf-v5-u-mb-sm">{value ? t("ghPolicyReach", { agents: value.agents.count, keys: value.api_keys.count }) : " "}</p>;
}
