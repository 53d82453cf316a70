import {
  Alert,
  AlertActionCloseButton,
  Button,
  type ButtonProps,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Label,
  LabelGroup,
} from "@patternfly/react-core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate } from "react-router-dom";

/** Words as labels; `none` when there are none. */
export function Words({ words, none, label }: { words: readonly string[]; none: string; label: string }) {
  if (words.length === 0) return <span className="pf-v5-u-color-200">{none}</span>;
  return (
    <LabelGroup aria-label={label} numLabels={12}>
      {words.map((word) => (
        <Label key={word} isCompact>
          {word}
        </Label>
      ))}
    </LabelGroup>
  );
}

export type Fact = { term: string; value: ReactNode } | false | null | undefined | "";

/** Terms and what they are; those that are left out do not count. */
export function Facts({ facts, label }: { facts: readonly Fact[]; label?: string }) {
  return (
    <DescriptionList isHorizontal isFluid aria-label={label} horizontalTermWidthModifier={{ default: "12ch", md: "24ch" }}>
      {facts.map(
        (fact) =>
          fact && (
            <DescriptionListGroup key={fact.term}>
              <DescriptionListTerm>{fact.term}</DescriptionListTerm>
              <DescriptionListDescription>{fact.value ?? "–"}</DescriptionListDescription>
            </DescriptionListGroup>
          ),
      )}
    </DescriptionList>
  );
}

/** Says what was done, also after a change of the page: it goes along in the state of the router's entry. */
export function useDone() {
  const { t } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const [text, setText] = useState<string>();
  const carried = (location.state as { done?: string } | null)?.done;
  useEffect(() => {
    if (!carried) return;
    setText(carried);
    // Reloading the page must not say it again.
    navigate(`${location.pathname}${location.search}`, { replace: true, state: null });
  }, [carried, location.pathname, location.search, navigate]);
  const alert = text ? (
    <Alert
      isInline
      variant="success"
      component="p"
      title={text}
      role="status"
      data-testid="gh-done"
      className="pf-v5-u-mb-md"
      actionClose={<AlertActionCloseButton aria-label={t("ghDismiss")} onClose={() => setText(undefined)} />}
    />
  ) : null;
  return { alert, say: setText };
}

/** A link that looks like a button: its component stays the same, so that it keeps the focus. */
export function LinkButton({ to, ...props }: ButtonProps & { to: string }) {
  return <Button {...props} component={Link} {...({ to } as object)} />;
}

/** An address below the console's root, as links and the router take it. */
export const path = (realm: string, ...parts: string[]) => `/${[realm, "gatehouse", ...parts].map(encodeURIComponent).join("/")}`;
