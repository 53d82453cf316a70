import { Confirm, data, Load, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, FormGroup, FormSelect, FormSelectOption, TextInput } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Person } from "../../Person";
import { Diff } from "../Diff";
import { draftOf } from "../draft";
import { useMayWrite } from "../words";

type Version = Schemas["PolicyVersion"];
type Props = { policy: Schemas["Policy"]; changed: (said: string) => void };

/** Who changed what, when and why; two versions beside each other; and the way back. */
export function VersionsTab({ policy, changed }: Props) {
  const { t } = useTranslation();
  const [back, setBack] = useState<Version>();
  const { list, more } = useVersions(policy);
  return (
    <Load of={list}>
      {({ items, next_before }) => (
        <>
          <h2 className="pf-v5-c-title pf-m-lg">{t("ghPolicyTab_versions")}</h2>
          <VersionTable versions={items} current={policy.version} goBack={setBack} />
          {next_before !== null && next_before !== undefined && <Button variant="link" onClick={() => more(items.length + 20)}>{t("ghVersionsMore")}</Button>}
          {items.length > 1 && <Compare versions={items} />}
          {back && <Rollback policy={policy} to={back} onClose={() => setBack(undefined)} changed={changed} />}
        </>
      )}
    </Load>
  );
}

function useVersions(policy: Schemas["Policy"]) {
  const api = useApi();
  const [limit, setLimit] = useState(20);
  const list = useLoad(async () => {
    const items: Version[] = [];
    let before: number | null | undefined;
    do {
      const query = { limit: Math.min(100, limit - items.length), before: before ?? undefined };
      const page: Schemas["PolicyVersionList"] = await data(api.GET("/policies/{id}/versions", { params: { path: { id: policy.id }, query } }));
      items.push(...page.items);
      before = page.next_before;
    } while (before && items.length < limit);
    return { items, next_before: before };
  }, [policy.id, policy.version, limit]);
  return { list, more: setLimit };
}

function VersionTable({ versions, current, goBack }: { versions: Version[]; current: number; goBack: (version: Version) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMayWrite();
  return (
    <Table variant="compact" aria-label={t("ghPolicyTab_versions")} data-testid="gh-versions">
      <Thead>
        <Tr>
          <Th>{t("ghVersion")}</Th>
          <Th>{t("ghVersionAt")}</Th>
          <Th>{t("ghVersionBy")}</Th>
          <Th>{t("ghVersionReason")}</Th>
          <Th screenReaderText={t("ghPolicyActions")} />
        </Tr>
      </Thead>
      <Tbody>
        {versions.map((version) => (
          <Tr key={version.version} data-testid={`gh-version-${version.version}`}>
            <Td dataLabel={t("ghVersion")}>{version.version}{version.version === current && <> ({t("ghVersionCurrent")})</>}</Td>
            <Td dataLabel={t("ghVersionAt")}><Time iso={version.created_at} /></Td>
            <Td dataLabel={t("ghVersionBy")}><Person id={version.created_by} /></Td>
            <Td dataLabel={t("ghVersionReason")} modifier="breakWord">{version.reason ?? "–"}</Td>
            <Td>
              {mayWrite && version.version !== current && (
                <Button variant="link" isInline aria-label={t("ghRollbackTo", { version: version.version })} onClick={() => goBack(version)}>{t("ghRollback")}</Button>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

const shown = (version: Version) => ({ ...draftOf(version), is_active: version.is_active });

function Compare({ versions }: { versions: Version[] }) {
  const { t } = useTranslation();
  const [pair, setPair] = useState({ before: versions[1]!.version, after: versions[0]!.version });
  const find = (number: number) => versions.find(({ version }) => version === number) ?? versions[0]!;
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg pf-v5-u-mt-lg">{t("ghCompare")}</h2>
      <div className="gh-row pf-v5-u-my-sm">
        {(["before", "after"] as const).map((side) => (
          <FormGroup key={side} label={t(`ghCompare_${side}`)} fieldId={`gh-compare-${side}`}>
            <FormSelect className="gh-version" id={`gh-compare-${side}`} name={`compare-${side}`} value={pair[side]} onChange={(_event, value) => setPair({ ...pair, [side]: Number(value) })}>
              {versions.map(({ version }) => (
                <FormSelectOption key={version} value={version} label={t("ghPolicyVersionNumber", { version })} />
              ))}
            </FormSelect>
          </FormGroup>
        ))}
      </div>
      <Diff label={t("ghCompareOf", pair)} before={shown(find(pair.before))} after={shown(find(pair.after))} />
    </>
  );
}

type RollbackProps = Props & { to: Version; onClose: () => void };

function Rollback({ policy, to, onClose, changed }: RollbackProps) {
  const { t } = useTranslation();
  const api = useApi();
  const [reason, setReason] = useState("");
  const act = async () => {
    const { response } = await api.POST("/policies/{id}/rollback", {
      params: { path: { id: policy.id } },
      body: { version: to.version, reason: reason.trim() || undefined },
    });
    changed(response.status === 202 ? t("ghPolicyWaits", { name: policy.name }) : t("ghRolledBack", { version: to.version }));
  };
  return (
    <Confirm
      title={t("ghRollbackTitle", { version: to.version })}
      action={t("ghRollback")}
      variant="primary"
      body={
        <>
          <p className="pf-v5-u-mb-sm">{t("ghRollbackBody", { version: to.version, next: policy.version + 1 })}</p>
          <Diff label={t("ghRollbackChanges")} before={{ ...draftOf(policy), is_active: policy.is_active }} after={shown(to)} />
          <FormGroup label={t("ghPolicyReason")} fieldId="gh-rollback-reason" className="pf-v5-u-mt-sm">
            <TextInput id="gh-rollback-reason" maxLength={500} value={reason} onChange={(_event, text) => setReason(text)} />
          </FormGroup>
        </>
      }
      onConfirm={act}
      onClose={onClose}
    />
  );
}
