import { Alert, Button, Label, Modal, ModalVariant } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Change } from "./changes";

/** Shows each change with what was before, and says where it makes the realm less safe or ends what runs. */
export function ChangesDialog({ changes, onSave, onClose }: { changes: Change[]; onSave: () => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const isLoose = changes.some(({ loosens }) => loosens);
  const isTight = changes.some(({ tightens }) => tightens);
  const save = async () => {
    setBusy(true);
    await onSave();
  };
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={t("ghSettingsAsk")}
      titleIconVariant={isLoose ? "warning" : undefined}
      onClose={onClose}
      data-testid="gh-settings-ask"
      actions={[
        <Button key="save" data-testid="gh-confirm" variant={isLoose ? "danger" : "primary"} isLoading={busy} isDisabled={busy} onClick={() => void save()}>
          {t("ghSettingsSave")}
        </Button>,
        <Button key="cancel" variant="link" onClick={onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      {isLoose && <Alert isInline component="p" variant="warning" title={t("ghSettingsLoosens")} className="pf-v5-u-mb-sm" />}
      {isTight && <Alert isInline component="p" variant="info" title={t("ghSettingsTightens")} className="pf-v5-u-mb-sm" />}
      <Table aria-label={t("ghSettingsAsk")} variant="compact">
        <Thead>
          <Tr>
            <Th>{t("ghSettingsName")}</Th>
            <Th>{t("ghSettingsBefore")}</Th>
            <Th>{t("ghSettingsAfter")}</Th>
            <Th screenReaderText={t("ghSettingsEffect")} />
          </Tr>
        </Thead>
        <Tbody>
          {changes.map(({ name, before, after, loosens, tightens }) => (
            <Tr key={name}>
              <Td dataLabel={t("ghSettingsName")}>{t(`ghSetting_${name}`)}</Td>
              <Td dataLabel={t("ghSettingsBefore")}><Value of={before} /></Td>
              <Td dataLabel={t("ghSettingsAfter")}><Value of={after} /></Td>
              <Td dataLabel={t("ghSettingsEffect")}>
                {loosens && <Label isCompact color="orange">{t("ghSettingsLooser")}</Label>}
                {tightens && <Label isCompact color="green">{t("ghSettingsTighter")}</Label>}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Modal>
  );
}

/** A value of a setting in words. */
function Value({ of }: { of: Change["before"] }) {
  const { t, i18n } = useTranslation();
  if (typeof of === "boolean") return <>{t(of ? "ghSettingsOn" : "ghSettingsOff")}</>;
  if (typeof of === "number") return <>{of.toLocaleString(i18n.language)}</>;
  if (of === "allow" || of === "deny") return <>{t(`ghSettingEffect_${of}`)}</>;
  if (typeof of === "string") return <code>{of}</code>;
  const items = of.map((item) => (typeof item === "string" ? item : item.id || "?"));
  return <>{items.join(", ") || t("ghSettingsNone")}</>;
}
