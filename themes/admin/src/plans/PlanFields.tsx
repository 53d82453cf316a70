import { Field, type Problem } from "@gatehouse/shared";
import { TextArea, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Section } from "../fields/lines";
import { LIMITS, limitsOf, textsOf, type Limit, type LimitTexts, type Plan } from "./limits";

const MOST = 1_000_000_000_000;

/** What the form holds; everything as text. */
export type PlanForm = { name: string; description: string; rank: string; limits: LimitTexts };

export const shown = ["name", "description", "rank", ...LIMITS.map((limit) => `limits/${limit}`)];

export const formOf = (plan?: Plan): PlanForm => ({
  name: plan?.name ?? "",
  description: plan?.description ?? "",
  rank: plan?.rank.toString() ?? "100",
  limits: textsOf(plan),
});

/** The body of a call; a plan that exists keeps its name. */
export const bodyOf = (form: PlanForm) => ({ description: form.description.trim() || null, rank: Number(form.rank), limits: limitsOf(form.limits) });

type Props = { form: PlanForm; set: (change: Partial<PlanForm>) => void; isNew: boolean; isReadOnly?: boolean; problem?: Problem };

export function PlanFields({ form, set, isNew, isReadOnly, problem }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {isNew && (
        <Field name="name" label={t("ghPlanName")} help={t("ghPlanNameHelp")} required problem={problem}>
          {(input) => (
            <TextInput {...input} name="name" isRequired maxLength={64} autoComplete="off" value={form.name} onChange={(_event, name) => set({ name })} />
          )}
        </Field>
      )}
      <Field name="description" label={t("ghPlanDescription")} problem={problem}>
        {(input) => (
          <TextArea
            {...input}
            name="description"
            maxLength={500}
            resizeOrientation="vertical"
            readOnly={isReadOnly}
            value={form.description}
            onChange={(_event, description) => set({ description })}
          />
        )}
      </Field>
      <Field name="rank" label={t("ghPlanRank")} help={t("ghPlanRankHelp")} required problem={problem}>
        {(input) => (
          <TextInput
            {...input}
            name="rank"
            type="number"
            min={0}
            max={1000}
            readOnlyVariant={isReadOnly ? "default" : undefined}
            value={form.rank}
            onChange={(_event, rank) => set({ rank })}
          />
        )}
      </Field>
      <Section title={t("ghPlanLimits")} help={t("ghPlanLimitsHelp")}>
        {LIMITS.map((limit) => (
          <LimitField key={limit} limit={limit} form={form} set={set} isReadOnly={isReadOnly} problem={problem} />
        ))}
      </Section>
    </>
  );
}

function LimitField({ limit, form, set, isReadOnly, problem }: Omit<Props, "isNew"> & { limit: Limit }) {
  const { t } = useTranslation();
  return (
    <Field name={`limits/${limit}`} label={t(`ghLimit_${limit}`)} help={limit === "seats" ? t("ghLimitSeatsHelp") : undefined} problem={problem}>
      {(input) => (
        <TextInput
          {...input}
          name={limit}
          type="number"
          min={0}
          max={MOST}
          placeholder={t("ghPlanUnlimited")}
          readOnlyVariant={isReadOnly ? "default" : undefined}
          value={form.limits[limit]}
          onChange={(_event, value) => set({ limits: { ...form.limits, [limit]: value } })}
        />
      )}
    </Field>
  );
}
