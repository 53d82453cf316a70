import { useRealm } from "@keycloak/keycloak-admin-ui";
import { data, Field, ProblemAlert, SecretDialog, useAction, useApi } from "@gatehouse/shared";
import { Alert, Button, Form, FormSelect, FormSelectOption, Modal, ModalVariant } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { Line } from "../fields/lines";
import { path } from "../fields/parts";
import { toNumber } from "../fields/values";
import type { ApiKey } from "./apiKey";

const overlaps = ["0", "3600", "86400", "604800", "2592000"] as const;

/** Makes the successor of a key, shows it once, and leads to its page. */
export function RotateKey({ apiKey, onClose, say }: { apiKey: ApiKey; onClose: () => void; say: (text: string) => void }) {
  const { t } = useTranslation();
  const { realm } = useRealm();
  const api = useApi();
  const navigate = useNavigate();
  const [form, setForm] = useState({ overlap: "86400", revoke_when_idle_hours: "" });
  const [made, setMade] = useState<{ id: string; secret: string }>();
  const rotate = useAction(async () => {
    const body = {
      overlap_seconds: Number(form.overlap),
      revoke_when_idle_hours: form.overlap === "0" ? undefined : toNumber(form.revoke_when_idle_hours),
    };
    const issued = await data(api.POST("/api-keys/{id}/rotate", { params: { path: { id: apiKey.id } }, body }));
    if (issued.key) setMade({ id: issued.id, secret: issued.key });
  });
  if (made) {
    return (
      <SecretDialog
        title={t("ghKeySecretTitle", { name: apiKey.name })}
        intro={t("ghKeyRotatedIntro")}
        secrets={[{ label: t("ghKey"), value: made.secret }]}
        fileName={`${apiKey.name.replaceAll(/[^\w-]+/g, "-")}.txt`}
        onClose={() => {
          const { id } = made;
          setMade(undefined);
          say(t("ghKeyRotated", { name: apiKey.name }));
          onClose();
          navigate(path(realm, "api-keys", id), { state: { done: t("ghKeyRotated", { name: apiKey.name }) } });
        }}
      />
    );
  }
  return (
    <Modal
      isOpen
      variant={ModalVariant.small}
      title={t("ghKeyRotateTitle", { name: apiKey.name })}
      description={t("ghKeyRotateHelp")}
      onClose={onClose}
      actions={[
        <Button key="rotate" data-testid="gh-confirm" isLoading={rotate.busy} isDisabled={rotate.busy} onClick={() => rotate.run()}>
          {t("ghRotate")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      <Form onSubmit={(event) => event.preventDefault()}>
        <Field name="overlap_seconds" label={t("ghKeyOverlap")} problem={rotate.problem}>
          {(input) => (
            <FormSelect {...input} name="overlap_seconds" value={form.overlap} onChange={(_event, overlap) => setForm({ ...form, overlap })}>
              {overlaps.map((seconds) => (
                <FormSelectOption key={seconds} value={seconds} label={t(`ghOverlap_${seconds}`)} />
              ))}
            </FormSelect>
          )}
        </Field>
        {form.overlap === "0" ? (
          <Alert component="p" isInline variant="warning" title={t("ghKeyOverlapDies")} />
        ) : (
          <Line
            form={form}
            set={(change) => setForm((before) => ({ ...before, ...change }))}
            problem={rotate.problem}
            name="revoke_when_idle_hours"
            type="number"
            max={720}
            label={t("ghRevokeIdle")}
            help={t("ghRevokeIdleHelp")}
            unit={t("ghHours")}
          />
        )}
        <ProblemAlert problem={rotate.problem} shown={["overlap_seconds", "revoke_when_idle_hours"]} />
      </Form>
    </Modal>
  );
}
