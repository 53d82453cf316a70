import { Field, ProblemAlert, useAction, useApi, type Problem } from "@gatehouse/shared";
import { Button, ExpandableSection, Form, FormGroup, Grid, GridItem, Radio, TextInput } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoles } from "../../access";
import { AgentPicker, type PickedAgent } from "../AgentPicker";
import type { Draft } from "../draft";
import { ListInput } from "../editor/ListInput";
import { ask, newQuestion, requestOf, type Answered, type Basis, type Question } from "./question";
import { SimulationResult } from "./SimulationResult";

const SHOWN = ["request/agent", "request/scope", "request/ttl", "request/target_service", "request/intent", "request/grant", "request/auth_method", "request/ip", "request/chain_depth", "request/at", "decision_id"];

type Props = { draft?: Draft; policyId?: string; isChanged?: boolean; decisionId?: string; agentId?: string };

/** Says what policies would decide of a request, or of one that was decided already, and why. Nothing is minted or recorded. */
export function SimulatePanel({ draft, policyId, isChanged, decisionId, agentId }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const mayAskPast = useRoles().has("view-audit");
  const [basis, setBasis] = useState<Basis>(draft && (!policyId || isChanged) ? "with" : "realm");
  const [isPast, setPast] = useState(decisionId !== undefined);
  const [decision, setDecision] = useState(decisionId ?? "");
  const [question, setQuestion] = useState<Question>(() => newQuestion(agentId));
  const [answer, setAnswer] = useState<Answered>();
  const run = useAction(async () => {
    setAnswer(undefined);
    setAnswer(await ask(api, isPast ? { decision_id: decision.trim() } : { request: requestOf(question) }, basis, draft, policyId));
  });
  useEffect(() => {
    if (decisionId && mayAskPast) void run.run();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a link that names a decision is answered at once
  }, [decisionId]);
  const isReady = isPast ? decision.trim() !== "" : question.agent.trim() !== "";
  return (
    <Grid hasGutter>
      <GridItem lg={5}>
        <Form
          data-testid="gh-simulate-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) void run.run();
          }}
        >
          {draft && <BasisChoice basis={basis} setBasis={setBasis} isNew={!policyId} />}
          {mayAskPast && (
            <FormGroup role="radiogroup" label={t("ghSimulateWhat")} fieldId="gh-simulate-what">
              <Radio id="gh-simulate-request" name="what" label={t("ghSimulateRequest")} isChecked={!isPast} onChange={() => setPast(false)} />
              <Radio id="gh-simulate-decision" name="what" label={t("ghSimulateDecision")} isChecked={isPast} onChange={() => setPast(true)} />
            </FormGroup>
          )}
          {isPast ? (
            <Field name="decision_id" label={t("ghSimulateDecisionId")} help={t("ghSimulateDecisionIdHelp")} problem={run.problem} required>
              {(input) => <TextInput {...input} name="decision_id" value={decision} onChange={(_event, text) => setDecision(text)} />}
            </Field>
          ) : (
            <QuestionFields question={question} setQuestion={setQuestion} problem={run.problem} />
          )}
          <ProblemAlert problem={run.problem} shown={SHOWN} />
          <div>
            <Button type="submit" data-testid="gh-simulate-run" isDisabled={!isReady || run.busy} isLoading={run.busy}>{t("ghSimulateRun")}</Button>
          </div>
        </Form>
      </GridItem>
      <GridItem lg={7} aria-live="polite">
        {answer ? <SimulationResult answer={answer} /> : <p className="pf-v5-u-color-200">{t("ghSimulateNothingYet")}</p>}
      </GridItem>
    </Grid>
  );
}

function BasisChoice({ basis, setBasis, isNew }: { basis: Basis; setBasis: (basis: Basis) => void; isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <FormGroup role="radiogroup" label={t("ghSimulateBasis")} fieldId="gh-simulate-basis">
      {(["with", "alone", "realm"] as const).map((one) => (
        <Radio key={one} id={`gh-simulate-basis-${one}`} name="basis" label={t(isNew && one === "with" ? "ghSimulateBasisNew" : `ghSimulateBasis_${one}`)} isChecked={basis === one} onChange={() => setBasis(one)} />
      ))}
    </FormGroup>
  );
}

type FieldsProps = { question: Question; setQuestion: (question: Question) => void; problem?: Problem };

function QuestionFields({ question, setQuestion, problem }: FieldsProps) {
  const { t } = useTranslation();
  const [isMore, setMore] = useState(false);
  const [agent, setAgent] = useState<PickedAgent>({ id: question.agent });
  const set = (member: keyof Question, value: string | string[]) => setQuestion({ ...question, [member]: value });
  const text = (member: Exclude<keyof Question, "scope" | "agent">, type: "text" | "number" | "datetime-local" = "text") => (
    <Field key={member} name={`request/${member}`} label={t(`ghSimulate_${member}`)} help={t(`ghSimulateHelp_${member}`)} problem={problem}>
      {(input) => <TextInput {...input} name={member} type={type} value={question[member]} onChange={(_event, value) => set(member, value)} />}
    </Field>
  );
  return (
    <>
      <Field name="request/agent" label={t("ghSimulate_agent")} help={t("ghSimulateHelp_agent")} problem={problem} required>
        {({ id, ...input }) => (
          <AgentPicker
            id={id}
            aria-describedby={input["aria-describedby"]}
            label={t("ghSimulate_agent")}
            chosen={agent.id === question.agent ? agent : { id: question.agent }}
            onClear={() => set("agent", "")}
            onPick={(picked) => {
              setAgent(picked);
              set("agent", picked.id);
            }}
          />
        )}
      </Field>
      <Field name="request/scope" label={t("ghSimulate_scope")} help={t("ghSimulateHelp_scope")} problem={problem}>
        {(input) => <ListInput {...input} name="scope" lines={question.scope} onChange={(lines) => set("scope", lines)} />}
      </Field>
      {text("target_service")}
      {text("ttl", "number")}
      {text("intent")}
      <ExpandableSection toggleText={t("ghSimulateMore")} isExpanded={isMore} onToggle={(_event, isOpen) => setMore(isOpen)}>
        <div className="gh-stack">
          {text("at", "datetime-local")}
          {text("grant")}
          {text("auth_method")}
          {text("ip")}
          {text("chain_depth", "number")}
        </div>
      </ExpandableSection>
    </>
  );
}
