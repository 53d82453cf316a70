import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { data, Field, ProblemAlert, useAction, useApi, type Schemas } from "@gatehouse/shared";
import { ActionGroup, Alert, Button, FileUpload, Form, Label, PageSection, TextInput } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { useTo } from "../words";

type Outcome = Schemas["PolicyImport"];
const COLORS = { created: "green", updated: "blue", unchanged: "grey" } as const;

/** Brings in a file of policies: first a look at what would become of each, then all or nothing. */
export default function ImportPage() {
  const { t } = useTranslation();
  const to = useTo();
  const api = useApi();
  const [file, setFile] = useState({ name: "", text: "" });
  const [reason, setReason] = useState("");
  const [outcome, setOutcome] = useState<Outcome>();
  const parsed = read(file.text);
  const send = useAction(async (dry: boolean) => {
    setOutcome(undefined);
    const body = { ...(parsed as object), dry_run: dry, ...(reason.trim() && { reason: reason.trim() }) } as Schemas["PolicyImportRequest"];
    setOutcome(await data(api.POST("/policies/import", { body })));
  });
  const take = (text: string, name = file.name) => {
    setFile({ name, text });
    setOutcome(undefined);
    send.clear();
  };
  const isLooked = outcome?.dry_run === true;
  return (
    <>
      <ViewHeader titleKey="ghPolicyImport" subKey="ghImportHelp" />
      <PageSection variant="light">
        <Form className="keycloak__form" onSubmit={(event) => event.preventDefault()} data-testid="gh-import-form">
          <Field name="file" label={t("ghImportFile")} help={t("ghImportFileHelp")} required>
            {(input) => (
              <FileUpload
                id={input.id}
                type="text"
                value={file.text}
                filename={file.name}
                filenamePlaceholder={t("ghImportDrop")}
                browseButtonText={t("ghImportBrowse")}
                clearButtonText={t("ghImportClear")}
                aria-label={t("ghImportFile")}
                validated={file.text !== "" && !parsed ? "error" : "default"}
                dropzoneProps={{ accept: { "application/json": [".json"] }, maxSize: 2 * 1024 * 1024 }}
                onFileInputChange={(_event, chosen) => setFile((before) => ({ ...before, name: chosen.name }))}
                onDataChange={(_event, text) => take(text)}
                onTextChange={(_event, text) => take(text)}
                onClearClick={() => take("", "")}
                allowEditingUploadedText
                className="gh-code"
              />
            )}
          </Field>
          {file.text !== "" && !parsed && <Alert isInline component="p" variant="danger" title={t("ghImportUnreadable")} />}
          <Field name="reason" label={t("ghPolicyReason")} help={t("ghPolicyReasonHelp")} problem={send.problem}>
            {(input) => <TextInput {...input} name="reason" maxLength={500} value={reason} onChange={(_event, text) => setReason(text)} />}
          </Field>
          <ProblemAlert problem={send.problem} shown={["reason"]} />
          {outcome && <OutcomeTable outcome={outcome} />}
          <ActionGroup>
            {isLooked ? (
              <Button data-testid="gh-import-apply" isDisabled={send.busy} isLoading={send.busy} onClick={() => void send.run(false)}>{t("ghImportApply")}</Button>
            ) : (
              <Button data-testid="gh-import-look" isDisabled={!parsed || send.busy} isLoading={send.busy} onClick={() => void send.run(true)}>{t("ghImportLook")}</Button>
            )}
            <Button variant="link" component={(props) => <Link {...props} to={to("policies")} />}>{t(outcome && !isLooked ? "ghImportBack" : "ghCancel")}</Button>
          </ActionGroup>
        </Form>
      </PageSection>
    </>
  );
}

function OutcomeTable({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const to = useTo();
  return (
    <div aria-live="polite">
      <Alert isInline component="p" variant={outcome.dry_run ? "info" : "success"} title={t(outcome.dry_run ? "ghImportLooked" : "ghImported")} data-testid="gh-import-outcome" />
      <Table variant="compact" aria-label={t("ghImportOutcome")}>
        <Thead>
          <Tr>
            <Th>{t("ghPolicyName")}</Th>
            <Th>{t("ghImportBecomes")}</Th>
            <Th>{t("ghVersion")}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {outcome.policies.map((one) => (
            <Tr key={one.name}>
              <Td dataLabel={t("ghPolicyName")}>{one.id ? <Link to={to("policies", one.id)}>{one.name}</Link> : one.name}</Td>
              <Td dataLabel={t("ghImportBecomes")}>
                <Label isCompact color={COLORS[one.outcome as keyof typeof COLORS] ?? "grey"}>{t(`ghImport_${one.outcome}`)}</Label>
              </Td>
              <Td dataLabel={t("ghVersion")}>{one.version}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

function read(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
