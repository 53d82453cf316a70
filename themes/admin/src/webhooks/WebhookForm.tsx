import { Field, Load, ProblemAlert, useApi, data, useLoad, type Problem, type Schemas } from "@gatehouse/shared";
import { ActionGroup, Button, Form, FormGroup, TextArea, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShownFault } from "../faults";
import { EventsPicker } from "./EventsPicker";
import { HeadersEditor, headersPatch, type Header } from "./HeadersEditor";

type Webhook = Schemas["Webhook"];

export type WebhookDraft = {
  url: string;
  events: string[];
  description: string;
  headers?: Record<string, string>;
  rate_limit: number | null;
};

const SHOWN = ["url", "events", "description", "headers", "rate_limit"];

/** The form of a new webhook, or of one that exists. */
export function WebhookForm(props: {
  webhook?: Webhook;
  busy: boolean;
  problem?: Problem;
  onSave: (draft: WebhookDraft) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const { webhook, problem } = props;
  useShownFault(problem);
  const types = useLoad(() => data(api.GET("/webhooks/event-types")), []);
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [events, setEvents] = useState<string[]>(webhook?.events ?? []);
  const [rate, setRate] = useState(webhook?.rate_limit?.toString() ?? "");
  const [headers, setHeaders] = useState<Header[]>(
    (webhook?.header_names ?? []).map((name) => ({ name, isStored: true })),
  );
  const save = () =>
    props.onSave({ url: url.trim(), events, description, headers: headersPatch(headers), rate_limit: rate ? Number(rate) : null });
  return (
    <Form
      className="keycloak__form"
      data-testid="gh-webhook-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <ProblemAlert problem={problem} shown={SHOWN} />
      <Field name="url" label={t("ghWebhookUrl")} help={t("ghWebhookUrlHelp")} required problem={problem}>
        {(input) => <TextInput {...input} name="url" type="url" isRequired value={url} onChange={(_event, value) => setUrl(value)} />}
      </Field>
      <Field name="description" label={t("ghWebhookDescription")} problem={problem}>
        {(input) => (
          <TextArea {...input} name="description" maxLength={500} resizeOrientation="vertical" value={description} onChange={(_event, value) => setDescription(value)} />
        )}
      </Field>
      <Field name="events" label={t("ghWebhookEvents")} help={t("ghWebhookEventsHelp")} required problem={problem}>
        {(input) => (
          <Load of={types}>
            {({ items }) => (
              <EventsPicker types={items} globs={events} onChange={setEvents} inputId={input.id} describedBy={input["aria-describedby"]} />
            )}
          </Load>
        )}
      </Field>
      <Field name="rate_limit" label={t("ghWebhookRate")} help={t("ghWebhookRateHelp")} problem={problem}>
        {(input) => (
          <TextInput {...input} name="rate_limit" type="number" min={1} max={1000} value={rate} onChange={(_event, value) => setRate(value)} />
        )}
      </Field>
      <FormGroup label={t("ghWebhookHeaders")} role="group">
        <HeadersEditor headers={headers} onChange={setHeaders} />
        <p className="pf-v5-c-helper-text__item-text pf-v5-u-font-size-sm">{t("ghWebhookHeadersHelp")}</p>
        {problem?.field("headers") && (
          <p className="pf-v5-u-danger-color-100" data-testid="gh-fault-headers" role="alert">
            {problem.field("headers")}
          </p>
        )}
      </FormGroup>
      <ActionGroup>
        <Button type="submit" data-testid="gh-webhook-save" isLoading={props.busy} isDisabled={props.busy || !url.trim() || events.length === 0}>
          {t(webhook ? "ghWebhookSave" : "ghWebhookCreate")}
        </Button>
        <Button variant="link" onClick={props.onCancel}>
          {t("ghCancel")}
        </Button>
      </ActionGroup>
    </Form>
  );
}
