import { data, Load, useApi, useLoad } from "@gatehouse/shared";
import { Button, Flex } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { save } from "../download";
import { Code } from "../webhooks/Payload";
import { PageVerify } from "./PageVerify";
import { ServerVerify } from "./ServerVerify";

/** Everything that shows whether the log is as it was written. */
export function VerifyTab() {
  return (
    <>
      <Checkpoint />
      <ServerVerify />
      <PageVerify />
    </>
  );
}

function Checkpoint() {
  const { t } = useTranslation();
  const api = useApi();
  const checkpoint = useLoad(() => data(api.GET("/audit/checkpoint", { parseAs: "text" })), []);
  return (
    <section aria-labelledby="gh-checkpoint-title">
      <h2 id="gh-checkpoint-title" className="pf-v5-c-title pf-m-lg">
        {t("ghAuditCheckpoint")}
      </h2>
      <p className="pf-v5-u-my-sm">{t("ghAuditCheckpointHelp")}</p>
      <Load of={checkpoint}>
        {(text) => (
          <div data-testid="gh-checkpoint">
            <Code text={text} label={t("ghAuditCheckpoint")} />
            <Flex className="pf-v5-u-mt-sm">
              <Button
                variant="secondary"
                onClick={() => save(new Blob([text], { type: "text/plain" }), `gatehouse-checkpoint-${text.split("\n")[1]}.txt`)}
              >
                {t("ghAuditCheckpointSave")}
              </Button>
              <Button variant="link" onClick={checkpoint.reload}>
                {t("ghAuditCheckpointNew")}
              </Button>
            </Flex>
          </div>
        )}
      </Load>
    </section>
  );
}
