import { useState } from "react";
import { isSame, pretty, readDraft, type Draft, type Reading } from "./draft";

type State = { draft: Draft; text: string; fault?: Extract<Reading, { fault: unknown }>["fault"] };

/**
 * One policy that is being written, as a form and as JSON. Either changes the other. A text that cannot be read is kept as it
 * was typed, beside the last draft that could.
 */
export function useDraft(initial: Draft) {
  const [stored, setStored] = useState(initial);
  const [state, setState] = useState<State>({ draft: initial, text: pretty(initial) });
  const edit = (change: Partial<Draft>) => {
    const draft = { ...state.draft, ...change } as Draft;
    setState({ draft, text: pretty(draft) });
  };
  const write = (text: string) => {
    const reading = readDraft(text);
    setState("draft" in reading ? { draft: reading.draft, text } : { ...state, text, fault: reading.fault });
  };
  const replace = (draft: Draft) => setState({ draft, text: pretty(draft) });
  return {
    ...state,
    stored,
    isChanged: state.fault !== undefined || !isSame(state.draft, stored),
    edit,
    write,
    /** Gives up a text that cannot be read, for the last draft that could. */
    repair: () => replace(state.draft),
    format: () => replace(state.draft),
    /** Takes what the server has now as the ground. */
    rebase: (draft: Draft) => {
      setStored(draft);
      replace(draft);
    },
    reset: () => replace(stored),
  };
}

export type DraftState = ReturnType<typeof useDraft>;
