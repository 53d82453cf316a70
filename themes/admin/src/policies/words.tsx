import { useRealm } from "@keycloak/keycloak-admin-ui";
import { Label } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useRoles } from "../access";

const COLORS = { allow: "green", deny: "red", throttle: "orange", require_approval: "blue" } as const;

/** What a rule does, as a coloured word. */
export function Effect({ effect }: { effect?: string | null }) {
  const { t } = useTranslation();
  if (!effect) return <>–</>;
  const color = COLORS[effect as keyof typeof COLORS] ?? "grey";
  return (
    <Label isCompact color={color} data-testid={`gh-effect-${effect}`}>
      {t(`ghPolicyEffect_${effect}`, effect)}
    </Label>
  );
}

/** Whether the person may write policies; the server asks again. */
export const useMayWrite = () => useRoles().has("manage-gatehouse", "manage-policies");

/** Addresses of the pages of this console: `to("policies", id)`. */
export function useTo() {
  const { realm } = useRealm();
  return (...parts: string[]) => `/${[realm, "gatehouse", ...parts].map(encodeURIComponent).join("/")}`;
}

/** A file for the person's disk. */
export function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
