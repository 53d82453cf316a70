import { Time, type Schemas } from "@gatehouse/shared";
import { Label, LabelGroup, Switch } from "@patternfly/react-core";
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { DeletePolicy, SwitchPolicy } from "../acts";
import type { Rule } from "../draft";
import { Effect, useMayWrite, useTo } from "../words";

type Policy = Schemas["Policy"];
type Act = { kind: "switch" | "delete"; policy: Policy };

export function PolicyTable({ policies, changed }: { policies: Policy[]; changed: (said: string) => void }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act>();
  return (
    <>
      <Table aria-label={t("ghPolicies")} variant="compact" data-testid="gh-policies">
        <Thead>
          <Tr>
            <Th>{t("ghPolicyName")}</Th>
            <Th>{t("ghPolicyDoes")}</Th>
            <Th>{t("ghPolicyPriority")}</Th>
            <Th>{t("ghPolicyMode")}</Th>
            <Th>{t("ghPolicyActive")}</Th>
            <Th>{t("ghPolicyChanged")}</Th>
            <Th screenReaderText={t("ghPolicyActions")} />
          </Tr>
        </Thead>
        <Tbody>
          {policies.map((policy) => (
            <PolicyRow key={policy.id} policy={policy} act={setAct} />
          ))}
        </Tbody>
      </Table>
      {act?.kind === "switch" && <SwitchPolicy policy={act.policy} onClose={() => setAct(undefined)} onDone={changed} />}
      {act?.kind === "delete" && <DeletePolicy policy={act.policy} onClose={() => setAct(undefined)} onDone={changed} />}
    </>
  );
}

function PolicyRow({ policy, act }: { policy: Policy; act: (act: Act) => void }) {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  const mayWrite = useMayWrite();
  const effects = [...new Set((policy.rules as unknown as Rule[]).map((rule) => rule.effect ?? ""))];
  return (
    <Tr data-testid={`gh-policy-row-${policy.id}`}>
      <Td dataLabel={t("ghPolicyName")} modifier="breakWord">
        <Link to={to("policies", policy.id)}>{policy.name}</Link>
        {policy.description && <div className="pf-v5-u-color-200 pf-v5-u-font-size-sm">{policy.description}</div>}
      </Td>
      <Td dataLabel={t("ghPolicyDoes")}>
        <LabelGroup aria-label={t("ghPolicyDoesOf", { name: policy.name })} numLabels={4}>
          {effects.map((effect) => (
            <Effect key={effect} effect={effect} />
          ))}
        </LabelGroup>
        {effects.length === 0 && "–"}
      </Td>
      <Td dataLabel={t("ghPolicyPriority")}>{policy.priority}</Td>
      <Td dataLabel={t("ghPolicyMode")}>
        <Label isCompact color={policy.mode === "shadow" ? "purple" : "grey"}>{t(`ghPolicyMode_${policy.mode}`)}</Label>
      </Td>
      <Td dataLabel={t("ghPolicyActive")}>
        {mayWrite ? (
          <Switch
            id={`gh-policy-switch-${policy.id}`}
            aria-label={t("ghPolicySwitchOf", { name: policy.name })}
            isChecked={policy.is_active}
            onChange={() => act({ kind: "switch", policy })}
          />
        ) : (
          <Label isCompact color={policy.is_active ? "green" : "grey"}>{t(`ghPolicyIsActive_${policy.is_active}`)}</Label>
        )}
      </Td>
      <Td dataLabel={t("ghPolicyChanged")}><Time iso={policy.updated_at} /></Td>
      <Td isActionCell>
        <ActionsColumn
          popperProps={{ position: "right" }}
          items={[
            { title: t("ghPolicyOpen"), onClick: () => navigate(to("policies", policy.id)) },
            { title: t("ghPolicyTab_versions"), onClick: () => navigate(`${to("policies", policy.id)}?tab=versions`) },
            ...(mayWrite ? [{ isSeparator: true }, { title: t("ghPolicyDelete"), isDanger: true, onClick: () => act({ kind: "delete", policy }) }] : []),
          ]}
          actionsToggle={undefined}
          aria-label={t("ghPolicyActionsOf", { name: policy.name })}
        />
      </Td>
    </Tr>
  );
}
