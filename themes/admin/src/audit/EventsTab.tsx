import { data, Empty, Load, Time, useApi, usePaged, type Schemas } from "@gatehouse/shared";
import { Button, ExpandableSection, Label, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AuditChart } from "./AuditChart";
import { FilterBar } from "./FilterBar";
import { useFilters, type AuditFilters } from "./filters";
import { RecordDetail } from "./RecordDetail";

export function EventsTab() {
  const { t } = useTranslation();
  const api = useApi();
  const { filters, setFilters } = useFilters();
  const [isChartOpen, setChartOpen] = useState(true);
  const events = usePaged((page) => data(api.GET("/audit/events", { params: { query: { ...filters, ...page } } })), [filters]);
  return (
    <>
      <FilterBar filters={filters} onChange={setFilters} />
      <ExpandableSection
        className="pf-v5-u-mt-md"
        toggleText={t("ghAuditChart")}
        isExpanded={isChartOpen}
        onToggle={(_event, value) => setChartOpen(value)}
      >
        {isChartOpen && <AuditChart filters={filters} />}
      </ExpandableSection>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <Button variant="secondary" data-testid="gh-audit-refresh" onClick={events.reload}>
              {t("ghAuditRefresh")}
            </Button>
          </ToolbarItem>
          <ToolbarItem variant="pagination">{events.bar}</ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <Load of={events}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghAuditNone")} body={t("ghAuditNoneHelp")} />
          ) : (
            <Rows items={items} onFilter={(more) => setFilters({ ...filters, ...more })} />
          )
        }
      </Load>
    </>
  );
}

function Rows({ items, onFilter }: { items: Schemas["AuditEvent"][]; onFilter: (more: AuditFilters) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number>();
  return (
    <Table aria-label={t("ghAudit")} variant="compact" data-testid="gh-audit-events">
      <Thead>
        <Tr>
          <Th screenReaderText={t("ghAuditExpand")} />
          <Th>{t("ghAuditSeq")}</Th>
          <Th>{t("ghAuditFilter_type")}</Th>
          <Th>{t("ghAuditTime")}</Th>
          <Th>{t("ghAuditFilter_actor")}</Th>
          <Th>{t("ghAuditFilter_target")}</Th>
        </Tr>
      </Thead>
      {items.map((event, at) => (
        <Tbody key={event.seq} isExpanded={open === event.seq}>
          <Row event={event} at={at} isOpen={open === event.seq} onToggle={() => setOpen(open === event.seq ? undefined : event.seq)} />
          {open === event.seq && (
            <Tr isExpanded>
              <Td colSpan={6}>
                <ExpandableRowContent>
                  <RecordDetail event={event} onFilter={onFilter} />
                </ExpandableRowContent>
              </Td>
            </Tr>
          )}
        </Tbody>
      ))}
    </Table>
  );
}

/** Enough of a long id to tell it from others in the list; the record shows all of it. */
const short = (id: string) => (id.length > 20 ? `${id.slice(0, 13)}…` : id);

type RowProps = { event: Schemas["AuditEvent"]; at: number; isOpen: boolean; onToggle: () => void };

function Row({ event, at, isOpen, onToggle }: RowProps) {
  const { t, i18n } = useTranslation();
  const party = ({ type, id }: Schemas["AuditParty"]) => (
    <>
      <span className="pf-v5-u-color-200">{type}</span> <code title={id}>{short(id)}</code>
    </>
  );
  return (
    <Tr data-testid={`gh-audit-${event.seq}`}>
      <Td
        expand={{ rowIndex: at, isExpanded: isOpen, onToggle, expandId: `gh-audit-expand-${event.seq}-` }}
        aria-label={t("ghAuditExpandOf", { seq: event.seq, type: event.type })}
      />
      <Td dataLabel={t("ghAuditSeq")}>{event.seq.toLocaleString(i18n.language)}</Td>
      <Td dataLabel={t("ghAuditFilter_type")} modifier="nowrap">
        {event.type} {event.decision === "deny" && <Label isCompact color="red">{t("ghAuditDenied")}</Label>}
      </Td>
      <Td dataLabel={t("ghAuditTime")} modifier="nowrap">
        <Time iso={event.time} />
      </Td>
      <Td dataLabel={t("ghAuditFilter_actor")}>{party(event.actor)}</Td>
      <Td dataLabel={t("ghAuditFilter_target")}>{party(event.target)}</Td>
    </Tr>
  );
}
