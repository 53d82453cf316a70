import { Time, type Schemas } from "@gatehouse/shared";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { Effect, useTo } from "../words";

type Props = { flips: Schemas["PolicyFlip"][]; examples: Schemas["ChangedDecision"][] };

/** Decisions that would have been others: how many of each kind, and the newest of them. */
export function Outcome({ flips, examples }: Props) {
  const { t, i18n } = useTranslation();
  const to = useTo();
  const number = new Intl.NumberFormat(i18n.language);
  if (flips.length === 0) return <p className="pf-v5-u-mt-md">{t("ghOutcomeNone")}</p>;
  return (
    <>
      <ul className="gh-stack pf-v5-u-my-md" aria-label={t("ghOutcomeFlips")} data-testid="gh-flips">
        {flips.map(({ before, after, count }) => (
          <li key={`${before}-${after}`}>
            <strong>{number.format(count)}</strong> × <Effect effect={before} /> → <Effect effect={after} />
          </li>
        ))}
      </ul>
      <Table variant="compact" aria-label={t("ghOutcomeExamples")}>
        <Thead>
          <Tr>
            <Th>{t("ghOutcomeAt")}</Th>
            <Th>{t("ghOutcomeAgent")}</Th>
            <Th>{t("ghOutcomeBefore")}</Th>
            <Th>{t("ghOutcomeAfter")}</Th>
            <Th>{t("ghOutcomeRule")}</Th>
            <Th screenReaderText={t("ghOutcomeWhy")} />
          </Tr>
        </Thead>
        <Tbody>
          {examples.map((example, index) => (
            <Tr key={example.decision_id ?? index}>
              <Td dataLabel={t("ghOutcomeAt")}><Time iso={example.at} /></Td>
              <Td dataLabel={t("ghOutcomeAgent")}>{example.agent_id ? <Link to={to("agents", example.agent_id)}>{example.agent_id}</Link> : t("ghOutcomeKey")}</Td>
              <Td dataLabel={t("ghOutcomeBefore")}><Effect effect={example.before} /></Td>
              <Td dataLabel={t("ghOutcomeAfter")}><Effect effect={example.after} /></Td>
              <Td dataLabel={t("ghOutcomeRule")}>{example.rule_id ?? t("ghSimulationDefault")}</Td>
              <Td dataLabel={t("ghOutcomeWhy")}>
                {example.decision_id && (
                  <Link to={`${to("policies", "simulate")}?decision_id=${encodeURIComponent(example.decision_id)}`} aria-label={t("ghOutcomeWhyOf", { id: example.decision_id })}>
                    {t("ghOutcomeWhy")}
                  </Link>
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </>
  );
}
