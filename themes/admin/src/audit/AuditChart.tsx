import { data, Load, useApi, useLoad, type Api, type Schemas } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { COLOURS, spanLabels, spans, TimeChart } from "../charts/TimeChart";
import type { AuditFilters } from "./filters";

const PAGES = 5;
const PAGE_SIZE = 100;
const BARS = 16;

type Events = { items: Schemas["AuditEvent"][]; isAll: boolean };

/** The newest events that fit, a few pages of them and no more. */
async function newest(api: Api, filters: AuditFilters): Promise<Events> {
  const items: Events["items"] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await data(api.GET("/audit/events", { params: { query: { ...filters, limit: PAGE_SIZE, cursor } } }));
    items.push(...answer.items);
    cursor = answer.pagination.next_cursor ?? undefined;
    if (!cursor) return { items, isAll: true };
  }
  return { items, isAll: false };
}

export function AuditChart({ filters }: { filters: AuditFilters }) {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const events = useLoad(() => newest(api, filters), [filters]);
  return (
    <Load of={events}>
      {({ items, isAll }) => {
        if (items.length === 0) return <p>{t("ghAuditNone")}</p>;
        const times = items.map((event) => Date.parse(event.time));
        const starts = spans(times[times.length - 1], times[0] + 1, BARS);
        const length = starts[1] - starts[0];
        const counts = (isDenied: boolean) => {
          const bars = new Array<number>(BARS).fill(0);
          items.forEach((event, at) => {
            if ((event.decision === "deny") === isDenied) bars[Math.min(BARS - 1, Math.floor((times[at] - starts[0]) / length))]++;
          });
          return bars;
        };
        return (
          <>
            <p>{isAll ? t("ghAuditChartAll", { count: items.length }) : t("ghAuditChartNewest", { count: items.length })}</p>
            <TimeChart
              title={t("ghAuditChart")}
              {...spanLabels(starts, i18n.language)}
              series={[
                { name: t("ghAuditOthers"), colour: COLOURS.good, counts: counts(false) },
                { name: t("ghAuditDenied"), colour: COLOURS.bad, counts: counts(true) },
              ]}
            />
          </>
        );
      }}
    </Load>
  );
}
