import { Button, Flex, FlexItem, FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import type { RateLimit } from "./apiKey";
import type { FieldsProps } from "./KeyFields";

const parts = [
  ["name", "text", "10rem"],
  ["limit", "number", "8rem"],
  ["window_seconds", "number", "9rem"],
] as const;

/** Any number of limits, each with a name, a number of uses and a window in seconds. */
export function RateLimits({ form, set, problem }: FieldsProps) {
  const { t } = useTranslation();
  const change = (index: number, part: Partial<RateLimit>) =>
    set({ rate_limits: form.rate_limits.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <FormGroup role="group" label={t("ghRateLimits")} fieldId="gh-rate-limits">
      {form.rate_limits.length > 0 && (
        <Flex aria-hidden spaceItems={{ default: "spaceItemsSm" }} className="pf-v5-u-font-size-sm">
          {parts.map(([name, , width]) => (
            <FlexItem key={name} style={{ width }}>
              {t(`ghRateLimit_${name}`)}
            </FlexItem>
          ))}
        </Flex>
      )}
      {form.rate_limits.map((one, index) => (
        <Flex key={index} className="pf-v5-u-mb-sm" spaceItems={{ default: "spaceItemsSm" }}>
          {parts.map(([name, type, width]) => {
            const fault = problem?.field(`rate_limits/${index}/${name}`);
            return (
              <FlexItem key={name} style={{ width }}>
                <TextInput
                  aria-label={t("ghRateLimitPart", { part: t(`ghRateLimit_${name}`), number: index + 1 })}
                  placeholder={t(`ghRateLimit_${name}`)}
                  name={`rate_limits/${index}/${name}`}
                  type={type}
                  min={type === "number" ? 1 : undefined}
                  maxLength={type === "text" ? 64 : undefined}
                  validated={fault ? "error" : "default"}
                  value={one[name]}
                  onChange={(_event, value) => change(index, { [name]: value })}
                />
              </FlexItem>
            );
          })}
          <FlexItem>
            <Button
              variant="link"
              isDanger
              aria-label={t("ghRemoveNamed", { name: one.name || t("ghRateLimitNumber", { number: index + 1 }) })}
              onClick={() => set({ rate_limits: form.rate_limits.filter((_one, at) => at !== index) })}
            >
              {t("ghRemove")}
            </Button>
          </FlexItem>
        </Flex>
      ))}
      <Button
        variant="link"
        isInline
        data-testid="gh-rate-limit-add"
        onClick={() => set({ rate_limits: [...form.rate_limits, { name: "default", limit: "1000", window_seconds: "3600" }] })}
      >
        {t("ghRateLimitAdd")}
      </Button>
      <FormHelperText>
        <HelperText isLiveRegion>
          <HelperTextItem variant={problem?.field("rate_limits") ? "error" : "default"}>
            {problem?.field("rate_limits") ?? t("ghRateLimitsHelp")}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}
