import { Split, SplitItem, TextInput, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useDirectory } from "./names";
import { SearchSelect, type Choice } from "./SearchSelect";

/** What is chosen: a kind, and then somebody of that kind or, for a team, its name. */
export type OwnerChoice = { kind: string; choice?: Choice };

type Input = { id: string; validated: "default" | "error"; "aria-describedby": string };

type Props = { input: Input; kinds: readonly string[]; value: OwnerChoice; onChange: (value: OwnerChoice) => void; name?: string };

/** The kind of owner and who it is; a plain field for the id where the reader may not search. */
export function OwnerPicker({ input, kinds, value, onChange, name = "owner" }: Props) {
  const { t } = useTranslation();
  return (
    <Split hasGutter isWrappable>
      <SplitItem>
        <FormSelect
          aria-label={t("ghOwnerKind")}
          name={`${name}_kind`}
          value={value.kind}
          onChange={(_event, kind) => onChange({ kind })}
        >
          {kinds.map((kind) => (
            <FormSelectOption key={kind} value={kind} label={t(`ghOwnerKind_${kind}`)} />
          ))}
        </FormSelect>
      </SplitItem>
      {value.kind !== "" && (
        <SplitItem isFilled style={{ minWidth: "14rem" }}>
          <PartyField input={input} name={name} kind={value.kind} value={value.choice} onChange={(choice) => onChange({ ...value, choice })} />
        </SplitItem>
      )}
    </Split>
  );
}

type PartyProps = { input: Input; name: string; kind: string; value?: Choice; onChange: (choice?: Choice) => void };

/** Somebody or something of one kind. */
export function PartyField({ input, name, kind, value, onChange }: PartyProps) {
  const { t } = useTranslation();
  const { people, groups, organizations, agents, seesPeople, seesOrganizations } = useDirectory();
  const search =
    kind === "agent"
      ? agents
      : kind === "user" && seesPeople
        ? people
        : kind === "group" && seesPeople
          ? groups
          : kind === "organization" && seesOrganizations
            ? organizations
            : undefined;
  if (search) {
    return (
      <SearchSelect
        key={kind}
        id={input.id}
        label={t(`ghOwnerFind_${kind}`)}
        name={name}
        value={value}
        onChange={onChange}
        search={search}
        validated={input.validated}
        describedBy={input["aria-describedby"]}
        placeholder={t(`ghOwnerFind_${kind}`)}
      />
    );
  }
  return (
    <TextInput
      {...input}
      name={name}
      value={value?.id ?? ""}
      maxLength={255}
      placeholder={t(`ghOwnerFind_${kind}`)}
      onChange={(_event, id) => onChange(id ? { id, label: id } : undefined)}
    />
  );
}
