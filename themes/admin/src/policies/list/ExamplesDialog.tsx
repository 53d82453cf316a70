import { Card, CardBody, CardHeader, CardTitle, Gallery, Modal, ModalVariant } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import type { Rule } from "../draft";
import { EXAMPLES } from "../examples";
import { Effect, useTo } from "../words";

/** Policies for real cases; the one that is chosen is opened as a draft, and nothing is saved yet. */
export function ExamplesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  return (
    <Modal isOpen variant={ModalVariant.large} title={t("ghPolicyExamples")} description={t("ghPolicyExamplesBody")} onClose={onClose}>
      <Gallery hasGutter minWidths={{ default: "16rem" }}>
        {EXAMPLES.map(({ id, policy, tests }) => (
          <Card key={id} isCompact isClickable data-testid={`gh-policy-example-${id}`}>
            <CardHeader
              selectableActions={{
                onClickAction: () => navigate(`${to("policies", "new")}?example=${id}`),
                selectableActionId: `gh-policy-example-${id}`,
                selectableActionAriaLabelledby: `gh-policy-example-title-${id}`,
                name: "gh-policy-example",
              }}
            >
              <CardTitle id={`gh-policy-example-title-${id}`} component="h2">{t(`ghPolicyExample_${id}`)}</CardTitle>
            </CardHeader>
            <CardBody>
              <p className="pf-v5-u-mb-sm">{t(`ghPolicyExampleHelp_${id}`)}</p>
              <Effect effect={(policy.rules[0] as Rule).effect} />{" "}
              <span className="pf-v5-u-color-200 pf-v5-u-font-size-sm">{t("ghPolicyExampleTests", { count: tests.length })}</span>
            </CardBody>
          </Card>
        ))}
      </Gallery>
    </Modal>
  );
}
