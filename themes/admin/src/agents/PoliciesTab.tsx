import { useRealm } from "@keycloak/keycloak-admin-ui";
import { data, Load, ProblemAlert, useAction, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert, Button, EmptyState, EmptyStateBody, Form, Grid, GridItem, Title } from "@patternfly/react-core";
import { Field } from "@gatehouse/shared";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useRoles } from "../access";
import { Chips } from "../fields/Chips";
import { Line } from "../fields/lines";
import { path } from "../fields/parts";
import { toNumber } from "../fields/values";
import type { Agent } from "./agent";
import { RuleTable } from "./RuleTable";

type Simulation = Schemas["PolicySimulation"];

/** Why does the agent get what it gets? The realm's policies are asked as they would be for a token now; none is made. */
export function PoliciesTab({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const mayRead = useRoles().has("view-gatehouse", "manage-gatehouse", "manage-policies");
  if (!mayRead) {
    return (
      <EmptyState data-testid="gh-forbidden">
        <EmptyStateBody>{t("ghNeedsOneOf", { roles: "view-gatehouse, manage-policies, manage-gatehouse" })}</EmptyStateBody>
      </EmptyState>
    );
  }
  return <Simulate agent={agent} />;
}

function Simulate({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const api = useApi();
  const first = { scope: agent.scopes, target: agent.audiences[0] ?? "", ttl: "", intent: "" };
  const [form, setForm] = useState(first);
  const [asked, setAsked] = useState<Simulation>();
  const ask = async (request: typeof first) =>
    setAsked(
      await data(
        api.POST("/policies/simulate", {
          body: {
            request: {
              agent: agent.id,
              grant: agent.mode === "delegated" ? "token_exchange" : "client_credentials",
              chain_depth: 0,
              scope: request.scope,
              target_service: request.target.trim() || "any",
              ttl: toNumber(request.ttl) ?? null,
              intent: request.intent.trim() || undefined,
            },
          },
        }),
      ),
    );
  const shown = useLoad(() => ask(first), [agent.id, agent.updated_at]);
  const action = useAction(() => ask(form));
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  return (
    <>
      <p className="pf-v5-u-mb-md">{t("ghWhySimulateHelp")}</p>
      <Form
        data-testid="gh-simulate"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run();
        }}
      >
        <Grid hasGutter>
          <GridItem md={6}>
            <Field name="scope" label={t("ghScopes")} help={t("ghWhySimulateScopes")} problem={action.problem}>
              {(input) => (
                <Chips {...input} name="scope" label={t("ghScopes")} value={form.scope} suggestions={agent.scopes} onChange={(scope) => set({ scope })} />
              )}
            </Field>
          </GridItem>
          <GridItem md={6}>
            <Line form={form} set={set} problem={action.problem} name="target" label={t("ghWhyTarget")} help={t("ghWhyTargetHelp")} max={255} />
          </GridItem>
          <GridItem md={6}>
            <Line form={form} set={set} problem={action.problem} name="ttl" type="number" max={86400} label={t("ghWhyTtl")} unit={t("ghSeconds")} placeholder="300" />
          </GridItem>
          <GridItem md={6}>
            <Line form={form} set={set} problem={action.problem} name="intent" label={t("ghWhyIntent")} max={500} />
          </GridItem>
        </Grid>
        <ProblemAlert problem={action.problem} shown={["scope", "ttl"]} />
        <div>
          <Button type="submit" variant="secondary" isLoading={action.busy} isDisabled={action.busy} data-testid="gh-simulate-run">
            {t("ghWhySimulate")}
          </Button>
        </div>
      </Form>
      <div className="pf-v5-u-mt-lg" aria-live="polite">
        {asked ? <Result simulation={asked} /> : <Load of={{ ...shown, value: undefined }}>{() => null}</Load>}
      </div>
    </>
  );
}

const variants = { allow: "success", deny: "danger", throttle: "warning", require_approval: "info" } as const;

type Rule = Schemas["SimulatedRule"];

const isSame = (one: Rule, other: Rule) => one.policy_id === other.policy_id && one.rule_id === other.rule_id;

function Result({ simulation }: { simulation: Simulation }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const policies = useLoad(async () => {
    const { items } = await data(api.GET("/policies", { params: { query: { limit: 100 } } }));
    return new Map(items.map(({ id, name }) => [id, name]));
  }, []);
  const nameOf = (id: string) => policies.value?.get(id) ?? id;
  const groups = [
    // The API counts those without a say among the matching ones, too.
    { key: "matched", rules: simulation.matched.filter((rule) => !simulation.losing.some((other) => isSame(rule, other))) },
    { key: "losing", rules: simulation.losing },
    { key: "unmatched", rules: simulation.unmatched },
  ] as const;
  return (
    <>
      <Alert
        isInline
        component="h2"
        data-testid="gh-simulation"
        variant={variants[simulation.effect as keyof typeof variants] ?? "info"}
        title={t(`ghWhySimulation_${simulation.effect}`, { defaultValue: simulation.effect })}
      >
        {simulation.policy_id ? (
          <p>
            {t("ghWhyDecidedBy")}{" "}
            <Link to={path(realm, "policies", simulation.policy_id)} style={{ textDecoration: "underline" }}>
              {nameOf(simulation.policy_id)}
            </Link>
            , {t("ghWhyRuleNamed", { rule: simulation.rule_id, version: simulation.version })}
          </p>
        ) : (
          <p>{t("ghWhyDecidedByDefault")}</p>
        )}
        {simulation.message && <p>{t("ghWhyToldTo", { message: simulation.message })}</p>}
        {simulation.shadow_effect && (
          <p>{t("ghWhyShadowEffect", { effect: t(`ghWhyEffect_${simulation.shadow_effect}`, { defaultValue: simulation.shadow_effect }) })}</p>
        )}
      </Alert>
      {groups.map(
        ({ key, rules }) =>
          rules.length > 0 && (
            <section key={key} className="pf-v5-u-mt-lg" data-testid={`gh-rules-${key}`}>
              <Title headingLevel="h2" size="lg">
                {t(`ghWhyRules_${key}`)}
              </Title>
              <p className="pf-v5-u-mb-sm">{t(`ghWhyRulesHelp_${key}`)}</p>
              <RuleTable label={t(`ghWhyRules_${key}`)} rules={rules} nameOf={nameOf} />
            </section>
          ),
      )}
      {simulation.shortened && <p className="pf-v5-u-mt-md">{t("ghWhyRulesShortened")}</p>}
    </>
  );
}
