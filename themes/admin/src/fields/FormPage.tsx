import { ProblemAlert, type Action } from "@gatehouse/shared";
import { ActionGroup, Breadcrumb, BreadcrumbItem, Button, Form, PageSection } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { LinkButton } from "./parts";

export type Crumb = { text: string; to?: string };

export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useTranslation();
  return (
    <PageSection variant="light" className="pf-v5-u-pb-0">
      <Breadcrumb aria-label={t("ghBreadcrumb")}>
        {crumbs.map(({ text, to }) => (
          <BreadcrumbItem key={text} isActive={!to} render={to ? ({ className }) => <Link className={className} to={to}>{text}</Link> : undefined}>
            {to ? undefined : text}
          </BreadcrumbItem>
        ))}
      </Breadcrumb>
    </PageSection>
  );
}

type Props = {
  action: Action<[]>;
  submit: string;
  back: string;
  shown: readonly string[];
  isDisabled?: boolean;
  isReadOnly?: boolean;
  children: ReactNode;
};

/** A form on a page of its own: its fields, what was refused, and its buttons at the end. */
export function FormPage({ action, submit, back, shown, isDisabled, isReadOnly, children }: Props) {
  const { t } = useTranslation();
  const submitAndShow = async (form: HTMLFormElement) => {
    if (await action.run()) return;
    // The faults are there after the next rendering; the first one is where the person goes on.
    requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  return (
    <PageSection variant="light">
      <Form
        className="keycloak__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submitAndShow(event.currentTarget);
        }}
      >
        {children}
        <ProblemAlert problem={action.problem} shown={shown} />
        <ActionGroup className="keycloak__form_actions">
          {!isReadOnly && (
            <Button type="submit" data-testid="gh-save" isLoading={action.busy} isDisabled={action.busy || isDisabled}>
              {submit}
            </Button>
          )}
          <LinkButton variant="link" to={back}>
            {t(isReadOnly ? "ghBack" : "ghCancel")}
          </LinkButton>
        </ActionGroup>
      </Form>
    </PageSection>
  );
}
