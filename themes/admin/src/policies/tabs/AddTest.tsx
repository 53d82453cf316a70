import { data, Field, ProblemAlert, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { Button, Form, FormSelect, FormSelectOption, Grid, GridItem, Modal, ModalVariant, TextArea, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EFFECTS, type Json, type Rule } from "../draft";
import { ListInput } from "../editor/ListInput";

const SHOWN = ["name", "expect", "rule_id", "request"];

type Props = { policy: Schemas["Policy"]; onClose: () => void; onAdded: () => void };

/** A request and what the policy is to say of it. The usual facts have fields; all others are written as JSON. */
export function AddTest({ policy, onClose, onAdded }: Props) {
  const { t } = useTranslation();
  const api = useApi();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<string[]>([]);
  const [others, setOthers] = useState("{}");
  const [expect, setExpect] = useState<string>("none");
  const [ruleId, setRuleId] = useState("");
  const facts = readFacts(others);
  const add = useAction(async () => {
    const request = { ...(scope.length > 0 && { scope }), ...facts } as Schemas["PolicyTestRequest"];
    const body = { name: name.trim(), request, expect, ...(ruleId && expect !== "none" && { rule_id: ruleId }) };
    await data(api.POST("/policies/{id}/tests", { params: { path: { id: policy.id } }, body }));
    onAdded();
  });
  const rules = (policy.rules as unknown as Rule[]).map((rule, index) => rule.id ?? `rule-${index + 1}`);
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={t("ghTestAdd")}
      description={t("ghTestAddHelp")}
      onClose={onClose}
      actions={[
        <Button key="add" data-testid="gh-test-save" isDisabled={!facts || add.busy} isLoading={add.busy} onClick={() => void add.run()}>{t("ghTestAddNow")}</Button>,
        <Button key="cancel" variant="link" onClick={onClose}>{t("ghCancel")}</Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <Field name="name" label={t("ghTestName")} required problem={add.problem}>
          {(input) => <TextInput {...input} name="test-name" value={name} onChange={(_event, text) => setName(text)} />}
        </Field>
        <Grid hasGutter md={6}>
          <GridItem>
            <Field name="request/scope" label={t("ghSimulate_scope")} help={t("ghPolicyOnePerLine")} problem={add.problem}>
              {(input) => <ListInput {...input} name="test-scope" lines={scope} onChange={setScope} />}
            </Field>
          </GridItem>
          <GridItem>
            <Field name="request" label={t("ghTestFacts")} help={t("ghTestFactsHelp")} problem={add.problem}>
              {(input) => (
                <TextArea {...input} name="test-facts" className="gh-code" rows={4} spellCheck={false} resizeOrientation="vertical" validated={facts ? input.validated : "error"} value={others} onChange={(_event, text) => setOthers(text)} />
              )}
            </Field>
          </GridItem>
          <GridItem>
            <Field name="expect" label={t("ghTestExpect")} required problem={add.problem}>
              {(input) => (
                <FormSelect {...input} name="test-expect" value={expect} onChange={(_event, value) => setExpect(value)}>
                  {["none", ...EFFECTS].map((effect) => (
                    <FormSelectOption key={effect} value={effect} label={t(`ghPolicyEffect_${effect}`)} />
                  ))}
                </FormSelect>
              )}
            </Field>
          </GridItem>
          <GridItem>
            <Field name="rule_id" label={t("ghTestRule")} help={t("ghTestRuleHelp")} problem={add.problem}>
              {(input) => (
                <FormSelect {...input} name="test-rule" isDisabled={expect === "none"} value={ruleId} onChange={(_event, value) => setRuleId(value)}>
                  {["", ...rules].map((rule) => (
                    <FormSelectOption key={rule} value={rule} label={rule || t("ghTestAnyRule")} />
                  ))}
                </FormSelect>
              )}
            </Field>
          </GridItem>
        </Grid>
        <ProblemAlert problem={add.problem} shown={SHOWN} />
      </Form>
    </Modal>
  );
}

function readFacts(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
