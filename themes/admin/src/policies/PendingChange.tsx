import { useWhoAmI } from "@keycloak/keycloak-admin-ui";
import { Confirm, data, Problem, Time, useApi, useLoad, type Schemas } from "@gatehouse/shared";
import { Alert, AlertActionLink } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { useRoles } from "../access";
import { Person } from "../Person";
import { Diff } from "./Diff";
import { draftOf } from "./draft";
import { useMayWrite, useTo } from "./words";

type Policy = Schemas["Policy"];
type Change = Schemas["PolicyPendingChange"];
type Props = { policy: Policy; changed: (said: string) => void };

/** A change that waits for a second administrator: what it is, and its end one way or the other. */
export function PendingChange({ policy, changed }: Props) {
  const { t } = useTranslation();
  const change = usePending(policy);
  const mayWrite = useMayWrite();
  const isMine = useIsMine(change);
  const [act, setAct] = useState<"confirm" | "withdraw">();
  if (!change) return null;
  return (
    <Alert
      isInline
      component="p"
      variant="warning"
      className="pf-v5-u-mx-md pf-v5-u-mb-md"
      data-testid="gh-policy-pending"
      title={t(change.kind === "delete" ? "ghPendingDeletion" : "ghPendingChange")}
      actionLinks={
        mayWrite && (
          <>
            {!isMine && <AlertActionLink data-testid="gh-pending-confirm" onClick={() => setAct("confirm")}>{t("ghPendingConfirm")}</AlertActionLink>}
            <AlertActionLink data-testid="gh-pending-withdraw" onClick={() => setAct("withdraw")}>{t("ghPendingWithdraw")}</AlertActionLink>
          </>
        )
      }
    >
      <p>
        {t("ghPendingBy")} <Person id={change.proposed_by} />, <Time iso={change.created_at} />. {t("ghPendingEnds")} <Time iso={change.expires_at} />.
      </p>
      {change.reason && <p>{t("ghPendingReason", { reason: change.reason })}</p>}
      {change.kind !== "delete" && <ChangeDiff policy={policy} change={change} />}
      <p>{t(isMine ? "ghPendingMine" : "ghPendingHelp")}</p>
      {act && <PendingAct act={act} policy={policy} change={change} changed={changed} onClose={() => setAct(undefined)} />}
    </Alert>
  );
}

/** What waits for this policy; undefined when nothing does, which the server says as 404. */
function usePending(policy: Policy): Change | undefined {
  const api = useApi();
  const { has } = useRoles();
  const mayWrite = useMayWrite();
  const { value } = useLoad<Change | null>(
    async () => {
      if (!mayWrite) return null;
      const settings = has("manage-gatehouse") ? await data(api.GET("/settings")) : undefined;
      // Nothing waits in most realms: asking would only put a 404 into the browser's log.
      if (settings && !settings.policy_confirmation_required) return null;
      return await data(api.GET("/policies/{id}/pending", { params: { path: { id: policy.id } } })).catch((reason) => {
        if (reason instanceof Problem && reason.status === 404) return null;
        throw reason;
      });
    },
    [policy.id, policy.version],
  );
  return value ?? undefined;
}

function useIsMine(change?: Change): boolean {
  const { whoAmI } = useWhoAmI();
  const me = (whoAmI as { userId?: string }).userId;
  return change !== undefined && me !== undefined && change.proposed_by.endsWith(me);
}

function ChangeDiff({ policy, change }: { policy: Policy; change: Change }) {
  const { t } = useTranslation();
  return <Diff label={t("ghPendingDiff")} before={{ ...draftOf(policy), is_active: policy.is_active }} after={{ ...draftOf(change), is_active: change.is_active }} />;
}

type ActProps = Props & { act: "confirm" | "withdraw"; change: Change; onClose: () => void };

function PendingAct({ act, policy, change, changed, onClose }: ActProps) {
  const { t } = useTranslation();
  const api = useApi();
  const to = useTo();
  const navigate = useNavigate();
  const path = { id: policy.id };
  const confirm = async () => {
    await api.POST("/policies/{id}/confirm", { params: { path }, body: { change_id: change.id } });
    if (change.kind === "delete") navigate(to("policies"));
    else changed(t("ghPendingConfirmed"));
  };
  const withdraw = async () => {
    await api.DELETE("/policies/{id}/pending", { params: { path } });
    changed(t("ghPendingWithdrawn"));
  };
  if (act === "withdraw") {
    return <Confirm title={t("ghPendingWithdrawTitle", { name: policy.name })} body={t("ghPendingWithdrawBody")} action={t("ghPendingWithdraw")} onConfirm={withdraw} onClose={onClose} />;
  }
  return (
    <Confirm
      title={t(change.kind === "delete" ? "ghPendingConfirmDeletionTitle" : "ghPendingConfirmTitle", { name: policy.name })}
      body={t(change.kind === "delete" ? "ghPendingConfirmDeletionBody" : "ghPendingConfirmBody")}
      action={t("ghPendingConfirm")}
      variant={change.kind === "delete" ? "danger" : "primary"}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
