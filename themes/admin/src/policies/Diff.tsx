import { useTranslation } from "react-i18next";
import { diffLines } from "./diff";
import { pretty } from "./draft";

const SIGNS = { same: " ", added: "+", removed: "-" } as const;
const TAGS = { same: "span", added: "ins", removed: "del" } as const;

/** Two values as JSON, line by line: what went and what came. */
export function Diff({ label, before, after }: { label: string; before: unknown; after: unknown }) {
  const { t } = useTranslation();
  const lines = diffLines(pretty(before), pretty(after));
  if (lines.every(({ kind }) => kind === "same")) return <p>{t("ghPolicyNoDifference")}</p>;
  return (
    <pre className="gh-diff" aria-label={label} role="group" tabIndex={0} data-testid="gh-diff">
      {lines.map(({ kind, text }, index) => {
        const Tag = TAGS[kind];
        return <Tag key={index}>{`${SIGNS[kind]} ${text}${kind === "same" ? "\n" : ""}`}</Tag>;
      })}
    </pre>
  );
}
