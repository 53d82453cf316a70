import { Bullseye, ExpandableSection, Spinner } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { TimeBarsProps } from "./TimeBars";

const TimeBars = lazy(() => import("./TimeBars"));

export const COLOURS = {
  good: "var(--pf-v5-chart-color-blue-300, #06c)",
  bad: "var(--pf-v5-chart-color-orange-300, #ec7a08)",
  neutral: "var(--pf-v5-chart-color-cyan-300, #009596)",
} as const;

const DAY_MS = 86_400_000;

/** A chart with its legend, and the same numbers as a table for those who cannot see it. */
export function TimeChart(props: TimeBarsProps) {
  const { t, i18n } = useTranslation();
  const { title, labels, series } = props;
  const number = (count: number) => count.toLocaleString(i18n.language);
  return (
    <div data-testid="gh-chart">
      <ul className="pf-v5-l-flex pf-m-space-items-lg" aria-label={t("ghChartLegend")} style={{ listStyle: "none" }}>
        {series.map(({ name, colour, counts }) => (
          <li key={name}>
            <span aria-hidden="true" style={{ background: colour, display: "inline-block", width: 12, height: 12, marginInlineEnd: 6 }} />
            {name}: {number(counts.reduce((sum, count) => sum + count, 0))}
          </li>
        ))}
      </ul>
      <Suspense
        fallback={
          <Bullseye style={{ height: 220 }}>
            <Spinner aria-label={t("ghLoading")} />
          </Bullseye>
        }
      >
        <TimeBars {...props} />
      </Suspense>
      <ExpandableSection toggleText={t("ghChartAsTable")}>
        <Table aria-label={title} variant="compact">
          <Thead>
            <Tr>
              <Th>{t("ghChartTime")}</Th>
              {series.map(({ name }) => (
                <Th key={name}>{name}</Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {labels.map((label, at) => (
              <Tr key={label}>
                <Td dataLabel={t("ghChartTime")}>{label}</Td>
                {series.map(({ name, counts }) => (
                  <Td key={name} dataLabel={name}>
                    {number(counts[at])}
                  </Td>
                ))}
              </Tr>
            ))}
          </Tbody>
        </Table>
      </ExpandableSection>
    </div>
  );
}

/** The start of each of `count` equal spans of time, and the end of the last. */
export function spans(fromMs: number, toMs: number, count: number): number[] {
  const length = Math.max(1, toMs - fromMs) / count;
  return Array.from({ length: count + 1 }, (_none, at) => fromMs + at * length);
}

/** How the beginnings of spans are written: in full, and for an axis without what all have in common. */
export function spanLabels(starts: readonly number[], language: string): { labels: string[]; ticks: string[] } {
  const length = starts[1] - starts[0];
  const day: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: length < 60_000 ? "2-digit" : undefined };
  const isLong = length >= DAY_MS;
  const format = (shape: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, shape);
    return starts.slice(0, -1).map((start) => formatter.format(start));
  };
  const isWithinDays = starts[starts.length - 1] - starts[0] > 2 * DAY_MS;
  return { labels: format(isLong ? day : { ...day, ...time }), ticks: format(isWithinDays ? day : time) };
}
