import { data, ProblemAlert, useAction, useApi } from "@gatehouse/shared";
import { Alert, Button, Flex } from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { save } from "../download";
import { useLogSize } from "./logSize";

type Format = "json" | "csv";
const NAMES = { json: "gatehouse-audit.jsonl", csv: "gatehouse-audit.csv" } as const;
/** A record takes about this much in an export. */
const RECORD_BYTES = 1_000;
/** From this many records on the page says that a program should fetch them. */
const LARGE = 200_000;

/** Downloads the whole log. It comes with the person's token, so the page fetches it and hands it over as a file. */
export function ExportCard() {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const size = useLogSize();
  const [bytes, setBytes] = useState<number>();
  const stop = useRef<AbortController>();
  useEffect(() => () => stop.current?.abort(), []);
  const download = useAction(async (format: Format) => {
    stop.current = new AbortController();
    const signal = stop.current.signal;
    setBytes(0);
    try {
      const stream = await data(api.GET("/audit/export", { params: { query: { format } }, parseAs: "stream", signal }));
      save(await collect(stream as ReadableStream<Uint8Array<ArrayBuffer>>, setBytes), NAMES[format]);
    } catch (reason) {
      if (!signal.aborted) throw reason;
    } finally {
      setBytes(undefined);
    }
  });
  const megabytes = (count: number) => (count / 1e6).toLocaleString(i18n.language, { maximumFractionDigits: 1 });
  return (
    <>
      <p>{t("ghAuditExportHelp")}</p>
      {size.value !== undefined && (
        <p className="pf-v5-u-my-md">
          {t("ghAuditExportSize", { count: size.value, records: size.value.toLocaleString(i18n.language), megabytes: megabytes(size.value * RECORD_BYTES) })}
        </p>
      )}
      {(size.value ?? 0) > LARGE && <Alert isInline variant="warning" title={t("ghAuditExportLarge")} className="pf-v5-u-mb-md" />}
      <ProblemAlert problem={download.problem} />
      <Flex>
        {(["json", "csv"] as const).map((format) => (
          <Button key={format} variant={format === "json" ? "primary" : "secondary"} data-testid={`gh-audit-export-${format}`} isDisabled={download.busy} onClick={() => void download.run(format)}>
            {t(`ghAuditExport_${format}`)}
          </Button>
        ))}
        {bytes !== undefined && (
          <>
            <span role="status">{t("ghAuditExportBytes", { megabytes: megabytes(bytes) })}</span>
            <Button variant="link" onClick={() => stop.current?.abort()}>
              {t("ghCancel")}
            </Button>
          </>
        )}
      </Flex>
      <p className="pf-v5-u-mt-md">{t("ghAuditExportFormats")}</p>
    </>
  );
}

async function collect(stream: ReadableStream<Uint8Array<ArrayBuffer>>, onBytes: (count: number) => void): Promise<Blob> {
  const parts: BlobPart[] = [];
  let count = 0;
  const reader = stream.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    count += value.length;
    onBytes(count);
  }
}
