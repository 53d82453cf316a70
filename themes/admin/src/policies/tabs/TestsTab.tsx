import { Confirm, data, Empty, Load, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Button, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Effect, useMayWrite } from "../words";
import { AddTest } from "./AddTest";

type Test = Schemas["PolicyTest"];

/** Requests that are tried at each change. A stored test passes: the server refuses a change that breaks one. */
export function TestsTab({ policy }: { policy: Schemas["Policy"] }) {
  const { t } = useTranslation();
  const api = useApi();
  const mayWrite = useMayWrite();
  const [isAdding, setAdding] = useState(false);
  const [gone, setGone] = useState<Test>();
  const tests = useLoad(() => data(api.GET("/policies/{id}/tests", { params: { path: { id: policy.id } } })), [policy.id, policy.version]);
  const add = mayWrite && <Button data-testid="gh-test-add" onClick={() => setAdding(true)}>{t("ghTestAdd")}</Button>;
  return (
    <>
      <h2 className="pf-v5-c-title pf-m-lg">{t("ghTests")}</h2>
      <p className="pf-v5-u-color-200 pf-v5-u-mb-md">{t("ghTestsHelp")}</p>
      <Load of={tests}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("ghTestsEmpty")} body={t("ghTestsEmptyBody")} action={add} />
          ) : (
            <>
              {add}
              <TestTable tests={items} version={policy.version} remove={mayWrite ? setGone : undefined} />
            </>
          )
        }
      </Load>
      {isAdding && <AddTest policy={policy} onClose={() => setAdding(false)} onAdded={() => { setAdding(false); tests.reload(); }} />}
      {gone && (
        <Confirm
          title={t("ghTestDeleteTitle", { name: gone.name })}
          body={t("ghTestDeleteBody")}
          action={t("ghTestDelete")}
          onConfirm={async () => {
            await api.DELETE("/policies/{id}/tests/{test}", { params: { path: { id: policy.id, test: gone.id } } });
            tests.reload();
          }}
          onClose={() => setGone(undefined)}
        />
      )}
    </>
  );
}

function TestTable({ tests, version, remove }: { tests: Test[]; version: number; remove?: (test: Test) => void }) {
  const { t } = useTranslation();
  return (
    <Table variant="compact" aria-label={t("ghTests")} data-testid="gh-tests">
      <Thead>
        <Tr>
          <Th>{t("ghTestName")}</Th>
          <Th>{t("ghTestRequest")}</Th>
          <Th>{t("ghTestExpect")}</Th>
          <Th>{t("ghTestResult")}</Th>
          <Th screenReaderText={t("ghPolicyActions")} />
        </Tr>
      </Thead>
      <Tbody>
        {tests.map((test) => (
          <Tr key={test.id} data-testid={`gh-test-${test.id}`}>
            <Td dataLabel={t("ghTestName")} modifier="breakWord">{test.name}</Td>
            <Td dataLabel={t("ghTestRequest")}><code className="gh-code gh-anywhere">{JSON.stringify(test.request)}</code></Td>
            <Td dataLabel={t("ghTestExpect")}><Effect effect={test.expect} />{test.rule_id && <> {t("ghSimulationRule", { rule: test.rule_id })}</>}</Td>
            <Td dataLabel={t("ghTestResult")}><Label isCompact color="green">{t("ghTestPasses", { version })}</Label></Td>
            <Td>
              {remove && <Button variant="link" isInline isDanger className="gh-nowrap" aria-label={t("ghTestDeleteOf", { name: test.name })} onClick={() => remove(test)}>{t("ghTestDelete")}</Button>}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
