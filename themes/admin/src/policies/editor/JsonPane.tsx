import { Alert, Button, ClipboardCopyButton, TextArea } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftState } from "../useDraft";

/** The same policy as JSON. What cannot be read stays as it was typed, and the form waits. */
export function JsonPane({ draft, isReadOnly }: { draft: DraftState; isReadOnly: boolean }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const { fault } = draft;
  return (
    <section aria-labelledby="gh-json-title" className="gh-json-pane">
      <div className="gh-row gh-spread">
        <h2 id="gh-json-title" className="pf-v5-c-title pf-m-lg">{t("ghPolicyJson")}</h2>
        <span>
          {!isReadOnly && (
            <Button variant="link" isInline isDisabled={fault !== undefined} onClick={draft.format}>{t("ghPolicyJsonFormat")}</Button>
          )}
          <ClipboardCopyButton
            id="gh-json-copy"
            textId="gh-policy-json"
            aria-label={t("ghPolicyJsonCopy")}
            exitDelay={isCopied ? 1500 : 300}
            onTooltipHidden={() => setCopied(false)}
            onClick={() => {
              void navigator.clipboard?.writeText(draft.text);
              setCopied(true);
            }}
          >
            {t(isCopied ? "ghCopied" : "ghCopy")}
          </ClipboardCopyButton>
        </span>
      </div>
      <p className="pf-v5-u-color-200 pf-v5-u-mb-sm" id="gh-json-help">{t("ghPolicyJsonHelp")}</p>
      <TextArea
        id="gh-policy-json"
        name="json"
        data-testid="gh-policy-json"
        className="gh-code gh-json"
        aria-labelledby="gh-json-title"
        aria-describedby={fault ? "gh-json-fault" : "gh-json-help"}
        spellCheck={false}
        readOnly={isReadOnly}
        resizeOrientation="vertical"
        validated={fault ? "error" : "default"}
        value={draft.text}
        onChange={(_event, text) => draft.write(text)}
      />
      {fault && (
        <Alert isInline component="p" isPlain variant="danger" id="gh-json-fault" data-testid="gh-json-fault" title={t(`ghPolicyJsonFault_${fault.kind}`)}>
          <p>{fault.text}</p>
          <Button variant="link" isInline onClick={draft.repair}>{t("ghPolicyJsonRepair")}</Button>
        </Alert>
      )}
    </section>
  );
}
