import { Card, CardBody, CardTitle, Gallery, Modal, ModalVariant } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import type { Rule } from "../draft";
import { EXAMPLES } from "../examples";
import { Effect, useTo } from "../words";

/** Policies for real cases; the one that is chosen is opened as a draft, and nothing is saved yet. */
export function ExamplesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const to = useTo();
  return (
    <Modal isOpen variant={ModalVariant.large} title={t("ghPolicyExamples")} description={t("ghPolicyExamplesBody")} onClose={onClose}>
      <Gallery hasGutter minWidths={{ default: "16rem" }}>
        {EXAMPLES.map(({ id, policy, tests }) => (
          <Card key={id} isCompact isFlat className="gh-stretched">
            <CardTitle component="h2">
              <Link to={`${to("policies", "new")}?example=${id}`} data-testid={`gh-policy-example-${id}`}>
                {t(`ghPolicyExample_${id}`)}
              </Link>
            </CardTitle>
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
