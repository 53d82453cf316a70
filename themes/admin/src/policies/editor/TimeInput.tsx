import { Checkbox, Flex, FlexItem, FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import type { Problem } from "@gatehouse/shared";
import { useTranslation } from "react-i18next";
import { linesOf, type Json } from "../draft";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

type Props = { id: string; pointer: string; value: Json; problem?: Problem; onChange: (value: Json) => void };

/** Days, hours and zone of the condition `time`. */
export function TimeInput({ id, pointer, value, problem, onChange }: Props) {
  const { t } = useTranslation();
  const days = linesOf(value.days);
  const set = (member: string, part: unknown) => {
    const { [member]: _before, ...others } = value;
    void _before;
    onChange(part === "" || part === undefined ? others : { ...others, [member]: part });
  };
  const setDay = (day: string, isOn: boolean) => {
    const next = DAYS.filter((one) => (one === day ? isOn : days.includes(one)));
    set("days", next.length === 0 ? undefined : next);
  };
  return (
    <>
      <FormGroup role="group" isInline label={t("ghPolicyDays")} fieldId={`${id}-days`}>
        {DAYS.map((day) => (
          <Checkbox key={day} id={`${id}-${day}`} label={t(`ghPolicyDay_${day}`)} isChecked={days.includes(day)} onChange={(_event, isOn) => setDay(day, isOn)} />
        ))}
        <Fault text={problem?.field(`${pointer}/days`)} otherwise={t("ghPolicyDaysHelp")} />
      </FormGroup>
      <Flex className="pf-v5-u-mt-sm">
        {(["hours", "zone"] as const).map((member) => (
          <FlexItem key={member} flex={{ default: "flex_1" }}>
            <FormGroup label={t(`ghPolicyTime_${member}`)} fieldId={`${id}-${member}`}>
              <TextInput
                id={`${id}-${member}`}
                name={`${pointer}/${member}`}
                value={String(value[member] ?? "")}
                placeholder={member === "hours" ? "20:00-06:00" : "Europe/Berlin"}
                validated={problem?.field(`${pointer}/${member}`) ? "error" : "default"}
                onChange={(_event, text) => set(member, text)}
              />
              <Fault text={problem?.field(`${pointer}/${member}`)} otherwise={t(`ghPolicyTimeHelp_${member}`)} />
            </FormGroup>
          </FlexItem>
        ))}
      </Flex>
    </>
  );
}

function Fault({ text, otherwise }: { text?: string; otherwise: string }) {
  return (
    <FormHelperText>
      <HelperText isLiveRegion>
        <HelperTextItem variant={text ? "error" : "default"}>{text ?? otherwise}</HelperTextItem>
      </HelperText>
    </FormHelperText>
  );
}
