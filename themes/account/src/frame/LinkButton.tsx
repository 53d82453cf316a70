import { Button, type ButtonProps } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import { usePath } from "./session";

/** A button that leads to another page of the console. */
export function LinkButton(props: {
  to: string;
  variant?: ButtonProps["variant"];
  children: ReactNode;
  "data-testid"?: string;
  "aria-label"?: string;
}) {
  const path = usePath();
  const { to, ...rest } = props;
  return <Button {...rest} component={(link: object) => <Link {...link} to={path(to)} />} />;
}
