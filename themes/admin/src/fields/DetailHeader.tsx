import {
  Divider,
  Dropdown,
  DropdownItem,
  DropdownList,
  Level,
  LevelItem,
  MenuToggle,
  PageSection,
  Text,
  TextContent,
} from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type HeaderAction = { key: string; text: string; isDanger?: boolean; run: () => void };

/** The head of a page about one thing. Stock ViewHeader's menu does not close on items of another copy of PatternFly. */
export function DetailHeader(props: { title: string; badges?: ReactNode; sub?: ReactNode; buttons?: ReactNode; actions: readonly HeaderAction[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <PageSection variant="light">
        <Level hasGutter>
          <LevelItem>
            <TextContent className="pf-v5-u-mr-sm">
              <Text component="h1" data-testid="view-header">
                {props.title} {props.badges}
              </Text>
              {props.sub && <Text component="small">{props.sub}</Text>}
            </TextContent>
          </LevelItem>
          <LevelItem>
            {props.buttons}{" "}
            {props.actions.length > 0 && (
              <Dropdown
                isOpen={open}
                onOpenChange={setOpen}
                onSelect={() => setOpen(false)}
                popperProps={{ position: "right" }}
                toggle={(ref) => (
                  <MenuToggle ref={ref} variant="secondary" isExpanded={open} onClick={() => setOpen(!open)} data-testid="gh-actions">
                    {t("ghActions")}
                  </MenuToggle>
                )}
              >
                <DropdownList>
                  {props.actions.map((action) => (
                    <DropdownItem key={action.key} isDanger={action.isDanger} onClick={action.run} data-testid={`gh-action-${action.key}`}>
                      {action.text}
                    </DropdownItem>
                  ))}
                </DropdownList>
              </Dropdown>
            )}
          </LevelItem>
        </Level>
      </PageSection>
      <Divider component="div" />
    </>
  );
}
