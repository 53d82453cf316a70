import { useRealm } from "@keycloak/keycloak-admin-ui";
import type { Schemas } from "@gatehouse/shared";
import { Label, List, ListItem } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { path } from "../fields/parts";

type Rule = Schemas["SimulatedRule"];
type Condition = Schemas["SimulatedCondition"];

export const effectColors: Record<string, "green" | "red" | "gold" | "blue"> = {
  allow: "green",
  deny: "red",
  throttle: "gold",
  require_approval: "blue",
};

/** Rules with each of their conditions: what it wants, what the request has, and whether that fits. */
export function RuleTable({ label, rules, nameOf }: { label: string; rules: Rule[]; nameOf: (policyId: string) => string }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  return (
    <Table variant="compact" aria-label={label}>
      <Thead>
        <Tr>
          <Th>{t("ghWhyPolicy")}</Th>
          <Th>{t("ghWhyRule")}</Th>
          <Th>{t("ghWhyEffect")}</Th>
          <Th>{t("ghWhyPriority")}</Th>
          <Th width={50}>{t("ghWhyConditions")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {rules.map((rule) => (
          <Tr key={`${rule.policy_id} ${rule.rule_id}`}>
            <Td dataLabel={t("ghWhyPolicy")}>
              <Link to={path(realm, "policies", rule.policy_id)}>{nameOf(rule.policy_id)}</Link>
            </Td>
            <Td dataLabel={t("ghWhyRule")}>{rule.rule_id}</Td>
            <Td dataLabel={t("ghWhyEffect")}>
              <Label isCompact color={effectColors[rule.effect]}>
                {t(`ghWhyEffect_${rule.effect}`, { defaultValue: rule.effect })}
              </Label>
            </Td>
            <Td dataLabel={t("ghWhyPriority")}>{rule.priority}</Td>
            <Td dataLabel={t("ghWhyConditions")}>
              {rule.conditions.length === 0 ? (
                t("ghWhyMatchesAlways")
              ) : (
                <List isPlain>
                  {rule.conditions.map((condition) => (
                    <ListItem key={condition.name}>
                      <ConditionText condition={condition} />
                    </ListItem>
                  ))}
                </List>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function ConditionText({ condition }: { condition: Condition }) {
  const { t } = useTranslation();
  const wanted = condition.wanted.join(", ");
  const seen = condition.seen.length ? condition.seen.join(", ") : t("ghWhyUnknown");
  return (
    <>
      <Label isCompact variant="outline" color={condition.met ? "green" : "red"}>
        {t(condition.met ? "ghWhyMet" : "ghWhyNotMet")}
      </Label>{" "}
      <code>{condition.name}</code> {t("ghWhyWantsSees", { wanted, seen })}
    </>
  );
}
