import { Dropdown, DropdownItem, DropdownList, MenuToggle } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { usePath } from "./session";

export type RowAction = { label: string; to?: string; onClick?: () => void; isDanger?: boolean };

/** What can be done with one row; `name` says with which. Nothing at all where there is nothing to do. */
export function RowMenu({ name, actions }: { name: string; actions: ReadonlyArray<RowAction | false> }) {
  const { t } = useTranslation();
  const path = usePath();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const shown = actions.filter((action): action is RowAction => action !== false);
  if (shown.length === 0) return null;
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: "right" }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          isExpanded={isOpen}
          aria-label={t("ghActionsFor", { name })}
          data-testid="gh-row-menu"
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">⋮</span>
        </MenuToggle>
      )}
    >
      <DropdownList>
        {shown.map((action) => (
          <DropdownItem
            key={action.label}
            isDanger={action.isDanger}
            onClick={() => (action.to ? void navigate(path(action.to)) : action.onClick?.())}
          >
            {action.label}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  );
}
