import { useSearchParams } from "react-router-dom";

/** The filters of the log as the API names them; they live in the address, so that other pages can link to what they mean. */
export const FILTERS = ["type", "actor", "target", "agent_id", "key_id", "request_id", "since", "until"] as const;

export type Filter = (typeof FILTERS)[number];
export type AuditFilters = Partial<Record<Filter, string>>;

export const PRESETS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 } as const;

export function useFilters() {
  const [query, setQuery] = useSearchParams();
  const filters = Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []))) as AuditFilters;
  const setFilters = (next: AuditFilters) =>
    setQuery(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as Record<string, string>);
  return { filters, setFilters };
}
