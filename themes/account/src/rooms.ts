/** The pages of ours in the sidebar, as public/content.json names them. */
export const rooms = ["api-keys", "agents", "approvals", "plan"] as const;
