import { ViewHeader } from "@keycloak/keycloak-admin-ui";
import { PageSection, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router-dom";
import { EventsTab } from "./EventsTab";
import { ExportCard } from "./ExportCard";
import { VerifyTab } from "./VerifyTab";

export default function AuditPage() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const tab = ["verify", "export"].find((name) => name === query.get("tab")) ?? "events";
  const tabs = { events: <EventsTab />, verify: <VerifyTab />, export: <ExportCard /> };
  return (
    <>
      <ViewHeader titleKey="ghAudit" subKey="ghAuditHelp" divider={false} />
      <PageSection variant="light" className="pf-v5-u-pt-0">
        <Tabs aria-label={t("ghAudit")} activeKey={tab} mountOnEnter unmountOnExit onSelect={(_event, key) => setQuery(key === "events" ? {} : { tab: String(key) })}>
          {(Object.keys(tabs) as Array<keyof typeof tabs>).map((name) => (
            <Tab key={name} eventKey={name} data-testid={`gh-tab-${name}`} title={<TabTitleText>{t(`ghAuditTab_${name}`)}</TabTitleText>}>
              <div className="pf-v5-u-pt-md">{tabs[name]}</div>
            </Tab>
          ))}
        </Tabs>
      </PageSection>
    </>
  );
}
