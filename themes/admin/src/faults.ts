import type { Problem } from "@gatehouse/shared";
import { useEffect } from "react";

/** Brings the first fault of a refused form into view: long forms are sent from their end. */
export function useShownFault(problem?: Problem) {
  useEffect(() => {
    if (!problem) return;
    const fault = document.querySelector('[data-testid="gh-problem"], [data-testid^="gh-fault-"]');
    fault?.scrollIntoView({ block: "center", behavior: "smooth" });
  }, [problem]);
}
