import { Alert, AlertActionCloseButton } from "@patternfly/react-core";
import { useLocation, useNavigate } from "react-router-dom";
import { useTranslation } from "react-i18next";

/** Tells on the page that a form led to that the form's work is done; `navigate(…, {state: {done: text}})`. */
export function Saved() {
  const { t } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const done = (location.state as { done?: string } | null)?.done;
  if (!done) return null;
  const close = () => navigate(location.pathname + location.search, { replace: true, state: null });
  return (
    <Alert
      component="p"
      isInline
      variant="success"
      title={done}
      role="status"
      data-testid="gh-done"
      className="pf-v5-u-mb-md"
      actionClose={<AlertActionCloseButton onClose={close} aria-label={t("ghClose")} />}
    />
  );
}
