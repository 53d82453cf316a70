import { Confirm } from "@gatehouse/shared";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router-dom";

/** Asks before a page with unsaved work is left; tabs of the same page do not count as leaving. */
export function LeaveGuard({ when }: { when: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && when());
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (when()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  });
  if (blocker.state !== "blocked") return null;
  return (
    <Confirm
      title={t("ghPolicyLeave")}
      body={t("ghPolicyLeaveBody")}
      action={t("ghPolicyLeaveNow")}
      onConfirm={async () => blocker.proceed()}
      onClose={() => blocker.state === "blocked" && blocker.reset()}
    />
  );
}
