import { Time, type Schemas } from "@gatehouse/shared";
import { Alert, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm, ExpandableSection, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Effect, useTo } from "../words";
import type { Answered, Named } from "./question";

type SimulatedRule = Schemas["SimulatedRule"];

/** What would be decided, by which rule, and how each rule came to match or not. */
export function SimulationResult({ answer: { simulation, names } }: { answer: Answered }) {
  const { t } = useTranslation();
  const to = useTo();
  const decided = simulation.decided;
  return (
    <div data-testid="gh-simulation">
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mb-sm">{t("ghSimulation")} <Effect effect={simulation.effect} /></h2>
      <DescriptionList isHorizontal isCompact>
        <Fact term={t("ghSimulationBy")}>
          {simulation.policy_id ? <><PolicyName id={simulation.policy_id} names={names} />, {t("ghSimulationRule", { rule: simulation.rule_id })}</> : t("ghSimulationDefault")}
        </Fact>
        {simulation.message && <Fact term={t("ghSimulationMessage")}>{simulation.message}</Fact>}
        {simulation.shadow_effect && <Fact term={t("ghSimulationShadow")}><Effect effect={simulation.shadow_effect} /></Fact>}
        {decided && (
          <Fact term={t("ghSimulationThen")}>
            <Effect effect={decided.effect} /> <Time iso={decided.at} />
            {decided.policy_id && <>, <PolicyName id={decided.policy_id} names={names} />, {t("ghSimulationRule", { rule: decided.rule_id })}</>}
            {decided.agent_id && <>, <Link to={to("agents", decided.agent_id)}>{decided.agent_id}</Link></>}
          </Fact>
        )}
      </DescriptionList>
      <RuleList title={t("ghSimulationMatched")} none={t("ghSimulationMatchedNone")} rules={simulation.matched} names={names} isOpen />
      <RuleList title={t("ghSimulationLosing")} rules={simulation.losing} names={names} isOpen />
      <RuleList title={t("ghSimulationUnmatched")} rules={simulation.unmatched} names={names} />
      {simulation.shortened && <Alert isInline component="p" isPlain variant="info" title={t("ghSimulationShortened")} />}
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{term}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

/** The policy's name; a link where it is one of the realm. */
function PolicyName({ id, names }: { id: string; names: Answered["names"] }) {
  const to = useTo();
  const { t } = useTranslation();
  const named: Named | undefined = names[id];
  const policyId = named?.policyId;
  const text = named?.name || (named ? t("ghPolicyUnnamed") : id);
  return policyId ? <Link to={to("policies", policyId)}>{text}</Link> : <>{text}</>;
}

type ListProps = { title: string; none?: string; rules: SimulatedRule[]; names: Answered["names"]; isOpen?: boolean };

function RuleList({ title, none, rules, names, isOpen }: ListProps) {
  const [isExpanded, setExpanded] = useState(isOpen ?? false);
  if (rules.length === 0) return none ? <p className="pf-v5-u-mt-md">{none}</p> : null;
  return (
    <ExpandableSection className="pf-v5-u-mt-md" toggleText={`${title} (${rules.length})`} isExpanded={isExpanded} onToggle={(_event, next) => setExpanded(next)}>
      {rules.map((rule) => (
        <SimulatedRuleView key={`${rule.policy_id}/${rule.rule_id}`} rule={rule} names={names} />
      ))}
    </ExpandableSection>
  );
}

function SimulatedRuleView({ rule, names }: { rule: SimulatedRule; names: Answered["names"] }) {
  const { t } = useTranslation();
  return (
    <div className="gh-group">
      <h3 className="pf-v5-c-title pf-m-md">
        <Effect effect={rule.effect} /> <PolicyName id={rule.policy_id} names={names} />, {t("ghSimulationRule", { rule: rule.rule_id })}{" "}
        <small className="pf-v5-u-color-200">{t("ghSimulationPriority", { priority: rule.priority })}</small>
      </h3>
      {rule.conditions.length === 0 ? (
        <p>{t("ghSimulationAlways")}</p>
      ) : (
        <Table variant="compact" borders={false} aria-label={t("ghSimulationConditionsOf", { rule: rule.rule_id })}>
          <Thead>
            <Tr>
              <Th modifier="nowrap">{t("ghSimulationCondition")}</Th>
              <Th>{t("ghSimulationWanted")}</Th>
              <Th>{t("ghSimulationSeen")}</Th>
              <Th>{t("ghSimulationMet")}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {rule.conditions.map((condition) => (
              <Tr key={condition.name}>
                <Td dataLabel={t("ghSimulationCondition")}><code>{condition.name}</code></Td>
                <Td dataLabel={t("ghSimulationWanted")} modifier="breakWord">{condition.wanted.join(", ")}</Td>
                <Td dataLabel={t("ghSimulationSeen")} modifier="breakWord">{condition.seen.length > 0 ? condition.seen.join(", ") : t("ghSimulationUnknown")}</Td>
                <Td dataLabel={t("ghSimulationMet")}>
                  <Label isCompact color={condition.met ? "green" : "grey"}>{t(`ghSimulationMet_${condition.met}`)}</Label>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </div>
  );
}
