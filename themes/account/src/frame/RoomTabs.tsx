import { Nav, NavItem, NavList } from "@patternfly/react-core";
import { Link } from "react-router-dom";
import { usePath } from "./session";

/** The pages of one room side by side; each has its own address. */
export function RoomTabs(props: { label: string; active: string; tabs: ReadonlyArray<{ path: string; label: string }> }) {
  const path = usePath();
  return (
    <Nav variant="tertiary" aria-label={props.label} className="gh-tabs pf-v5-u-mb-md">
      <NavList>
        {props.tabs.map((tab) => (
          <NavItem key={tab.path} isActive={tab.path === props.active}>
            <Link to={path(tab.path)} data-testid={`gh-tab-${tab.path.replace("/", "-")}`}>
              {tab.label}
            </Link>
          </NavItem>
        ))}
      </NavList>
    </Nav>
  );
}
