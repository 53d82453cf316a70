import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";
import type { Api } from "./api";
import { Problem } from "./problem";

const ApiContext = createContext<Api | undefined>(undefined);

export const ApiProvider = ({ api, children }: { api: Api; children: ReactNode }) => (
  <ApiContext.Provider value={api}>{children}</ApiContext.Provider>
);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("useApi outside of ApiProvider");
  return api;
}

export type Loaded<T> = { value?: T; problem?: Problem; loading: boolean; reload: () => void };

/**
 * Loads when first shown and whenever `key` changes; an answer that comes after the next question is dropped. While it
 * loads again the old value stays, so that pages do not flicker.
 */
export function useLoad<T>(load: () => Promise<T>, key: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: Problem; loading: boolean }>({ loading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setState((before) => ({ ...before, problem: undefined, loading: true }));
    load().then(
      (value) => current && setState({ value, loading: false }),
      (reason) => current && setState({ problem: asProblem(reason), loading: false }),
    );
    return () => {
      current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` names all that `load` depends on
  }, [round, JSON.stringify(key)]);
  return { ...state, reload: useCallback(() => setRound((n) => n + 1), []) };
}

export type Action<A extends unknown[]> = {
  run: (...args: A) => Promise<boolean>;
  busy: boolean;
  problem?: Problem;
  clear: () => void;
};

/** One call that changes something: not started twice, its refusal kept to be shown. `run` tells whether it worked. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (...args: A) => {
    if (busy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      await act(...args);
      return true;
    } catch (reason) {
      setProblem(asProblem(reason));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, problem, clear: useCallback(() => setProblem(undefined), []) };
}

/** A fault of the network has no status: 0. */
export function asProblem(reason: unknown): Problem {
  if (reason instanceof Problem) return reason;
  return new Problem(0, { code: "network", detail: reason instanceof Error ? reason.message : String(reason) });
}
