import { HelperText, HelperTextItem, Progress, ProgressVariant } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { levelOf, type Used } from "./limits";

const VARIANTS = { near: ProgressVariant.warning, full: ProgressVariant.danger };

/** How much of a limit is used: named, in numbers, and in words where it runs short, so that no colour has to say it. */
export function LimitBar({ of: used }: { of: Used & { limit: number } }) {
  const { t } = useTranslation();
  const level = levelOf(used);
  const label = useUsedOf()(used);
  return (
    <Progress
      className="pf-v5-u-mt-lg"
      data-testid={`gh-limit-${used.name}`}
      title={t(`ghLimit_${used.name}`)}
      size="sm"
      measureLocation="top"
      value={Math.min(100, Math.floor((used.used * 100) / used.limit))}
      label={label}
      valueText={label}
      variant={level && VARIANTS[level]}
      helperText={
        level && (
          <HelperText>
            <HelperTextItem variant={level === "full" ? "error" : "warning"}>
              {t(level === "near" ? "ghLimitNear" : `ghLimitFull_${kindOf(used.name)}`)}
            </HelperTextItem>
          </HelperText>
        )
      }
    />
  );
}

/** What of a used up limit frees it: a month that ends, a thing that ends, somebody who leaves. */
const kindOf = (limit: string) => (limit.endsWith("_per_month") ? "month" : limit === "seats" ? "seats" : "things");

/** "85 of 100". */
export function useUsedOf() {
  const { t, i18n } = useTranslation();
  const shown = (count: number) => count.toLocaleString(i18n.language);
  return ({ used, limit }: Used) => (limit === undefined ? shown(used) : t("ghUsageUsedOf", { used: shown(used), limit: shown(limit) }));
}
