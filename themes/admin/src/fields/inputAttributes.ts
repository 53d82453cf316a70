import { useEffect, useRef } from "react";

/** Attributes that PatternFly's TextInputGroupMain gives to the box around its input, where they say nothing. */
export function useInputAttributes(attributes: Record<string, string | undefined>) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) ref.current?.removeAttribute(name);
      else ref.current?.setAttribute(name, value);
    }
  });
  return ref;
}
