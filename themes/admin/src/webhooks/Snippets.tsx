import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Code } from "./Payload";
import { snippets, type Language } from "./snippets";
import { Copyable } from "./WebhookFacts";

/** How a receiver tells that a delivery is ours. No snippet holds the secret: each reads it from the environment. */
export function Snippets({ publicKey }: { publicKey: string }) {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<Language>("Node");
  return (
    <>
      <p>{t("ghSnippetsHelp")}</p>
      <ul className="pf-v5-c-list pf-v5-u-my-md">
        <li>{t("ghSnippetsOld")}</li>
        <li>{t("ghSnippetsTwice")}</li>
        <li>{t("ghSnippetsFast")}</li>
      </ul>
      <ToggleGroup aria-label={t("ghSnippetsLanguage")} className="pf-v5-u-mb-md">
        {(Object.keys(snippets) as Language[]).map((name) => (
          <ToggleGroupItem key={name} text={name} buttonId={`gh-snippet-${name}`} isSelected={language === name} onChange={() => setLanguage(name)} />
        ))}
      </ToggleGroup>
      <div data-testid="gh-snippet">
        <Code text={snippets[language]} label={t("ghSnippet", { language })} />
      </div>
      <h2 className="pf-v5-c-title pf-m-md pf-v5-u-mt-lg">{t("ghWebhookPublicKey")}</h2>
      <p>{t("ghSnippetsPublicKey")}</p>
      <Copyable label={t("ghWebhookPublicKey")} text={publicKey} />
    </>
  );
}
