import {
  Alert,
  Button,
  Bullseye,
  ClipboardCopy,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  EmptyStateHeader,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  Modal,
  ModalVariant,
  Spinner,
  TextInput,
} from "@patternfly/react-core";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, type Loaded } from "./context";
import type { Problem } from "./problem";
import { absoluteTime, relativeTime } from "./time";

/** A refusal, said where the person looks. `shown` names the fields of the form that show their faults themselves. */
export function ProblemAlert({ problem, shown = [] }: { problem?: Problem; shown?: readonly string[] }) {
  const { t } = useTranslation();
  if (!problem || problem.isAllIn(shown)) return null;
  const others = problem.others(shown);
  return (
    <Alert component="p" isInline variant="danger" title={titleOf(problem, t)} data-testid="gh-problem" role="alert">
      {problem.status !== 0 && <p>{problem.message}</p>}
      {others.length > 0 && (
        <ul>
          {others.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {problem.requiredScope && <p>{t("ghNeedsPermission", { permission: problem.requiredScope })}</p>}
      {problem.requestId && <small>{t("ghRequestId", { id: problem.requestId })}</small>}
    </Alert>
  );
}

function titleOf(problem: Problem, t: (key: string) => string): string {
  if (problem.status === 0) return t("ghNoAnswer");
  if (problem.status === 403) return t("ghNotPermitted");
  if (problem.status === 429) return t("ghTooManyCalls");
  return problem.status >= 500 ? t("ghServerFault") : t("ghRefused");
}

/** Shows what was loaded; before that a spinner, and a refusal with a way to try again. */
export function Load<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ReactNode }) {
  const { t } = useTranslation();
  if (of.problem) {
    return (
      <>
        <ProblemAlert problem={of.problem} />
        <Button variant="link" onClick={of.reload}>
          {t("ghTryAgain")}
        </Button>
      </>
    );
  }
  if (of.value === undefined) {
    return (
      <Bullseye>
        <Spinner aria-label={t("ghLoading")} />
      </Bullseye>
    );
  }
  return <>{children(of.value)}</>;
}

/** An empty list that says what the thing is for and how to get the first one. */
export function Empty(props: { title: string; body: string; action?: ReactNode }) {
  return (
    <EmptyState data-testid="gh-empty">
      <EmptyStateHeader titleText={props.title} headingLevel="h2" />
      <EmptyStateBody>{props.body}</EmptyStateBody>
      {props.action && (
        <EmptyStateFooter>
          <EmptyStateActions>{props.action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** A labelled field of a form with its help and, below it, what the API says is wrong with it. */
export function Field(props: {
  name: string;
  label: string;
  help?: string;
  required?: boolean;
  problem?: Problem;
  children: (input: { id: string; validated: "default" | "error"; "aria-describedby": string }) => ReactNode;
}) {
  const id = `gh-${props.name.replaceAll("/", "-")}-${useId().replaceAll(":", "")}`;
  const fault = props.problem?.field(props.name);
  return (
    <FormGroup label={props.label} fieldId={id} isRequired={props.required}>
      {props.children({ id, validated: fault ? "error" : "default", "aria-describedby": `${id}-help` })}
      <FormHelperText>
        <HelperText id={`${id}-help`} isLiveRegion>
          {fault ? (
            <HelperTextItem variant="error" data-testid={`gh-fault-${props.name}`}>
              {fault}
            </HelperTextItem>
          ) : (
            props.help && <HelperTextItem>{props.help}</HelperTextItem>
          )}
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}

/**
 * Asks before something ends, and says what ends with it. With `typed`, the person writes that text first. The dialog closes
 * itself when the act worked and stays with the refusal when it did not.
 */
export function Confirm(props: {
  title: string;
  body: ReactNode;
  action: string;
  typed?: string;
  variant?: "danger" | "primary";
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const id = useId();
  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (reason) {
      setProblem(asProblem(reason));
      setBusy(false);
    }
  };
  return (
    <Modal
      isOpen
      variant={ModalVariant.small}
      title={props.title}
      titleIconVariant={props.variant === "primary" ? undefined : "warning"}
      onClose={props.onClose}
      actions={[
        <Button
          key="confirm"
          data-testid="gh-confirm"
          variant={props.variant ?? "danger"}
          isLoading={busy}
          isDisabled={busy || (props.typed !== undefined && typed !== props.typed)}
          onClick={confirm}
        >
          {props.action}
        </Button>,
        <Button key="cancel" variant="link" onClick={props.onClose}>
          {t("ghCancel")}
        </Button>,
      ]}
    >
      {props.body}
      {props.typed !== undefined && (
        <FormGroup label={t("ghTypeToConfirm", { text: props.typed })} fieldId={id}>
          <TextInput id={id} value={typed} autoComplete="off" onChange={(_event, value) => setTyped(value)} />
        </FormGroup>
      )}
      <ProblemAlert problem={problem} />
    </Modal>
  );
}

/**
 * Shows secrets once. They live in the caller's state for as long as the dialog is open: `onClose` must drop them. It is not
 * closed by Escape or by a click beside it before the person has copied, downloaded or said that they kept it.
 */
export function SecretDialog(props: {
  title: string;
  intro: string;
  secrets: ReadonlyArray<{ label: string; value: string }>;
  fileName: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const download = () => {
    const text = props.secrets.map((secret) => `${secret.label}: ${secret.value}\n`).join("");
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = props.fileName;
    link.click();
    URL.revokeObjectURL(url);
    setKept(true);
  };
  return (
    <Modal
      isOpen
      variant={ModalVariant.medium}
      title={props.title}
      showClose={false}
      onEscapePress={() => kept && props.onClose()}
      data-testid="gh-secret-dialog"
      actions={[
        <Button key="done" data-testid="gh-secret-done" onClick={props.onClose}>
          {kept ? t("ghDone") : t("ghSecretKept")}
        </Button>,
        <Button key="download" data-testid="gh-secret-download" variant="secondary" onClick={download}>
          {t("ghDownload")}
        </Button>,
      ]}
    >
      <Alert component="p" isInline variant="warning" title={t("ghShownOnce")}>
        {props.intro}
      </Alert>
      {props.secrets.map((secret) => (
        <FormGroup key={secret.label} label={secret.label} className="pf-v5-u-mt-md">
          <ClipboardCopy
            isReadOnly
            isCode
            data-testid="gh-secret"
            hoverTip={t("ghCopy")}
            clickTip={t("ghCopied")}
            textAriaLabel={secret.label}
            onCopy={(event, text) => {
              void event;
              void navigator.clipboard?.writeText(String(text));
              setKept(true);
            }}
          >
            {secret.value}
          </ClipboardCopy>
        </FormGroup>
      ))}
    </Modal>
  );
}

/** A time as a person says it; the exact one in the title and for screen readers. */
export function Time({ iso, none }: { iso?: string | null; none?: string }) {
  const { i18n } = useTranslation();
  if (!iso) return <>{none ?? "–"}</>;
  const exact = absoluteTime(iso, i18n.language);
  return (
    <time dateTime={iso} title={exact}>
      {relativeTime(iso, i18n.language)}
    </time>
  );
}
