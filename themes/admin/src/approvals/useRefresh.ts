import { useEffect } from "react";

/** Loads again every so often while the page is looked at, and at once when somebody comes back to it. */
export function useRefresh(reload: () => void, everyMs: number, isOn = true) {
  useEffect(() => {
    if (!isOn) return undefined;
    const look = () => {
      if (document.visibilityState === "visible") reload();
    };
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload, everyMs, isOn]);
}
