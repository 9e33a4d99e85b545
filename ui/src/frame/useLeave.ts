import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { signOut } from "../api/session";
import type { Session } from "../api/types";
import { attempt } from "../parts/Failure";

/** Signs out, and forgets everything that was read as this user. */
export function useLeave() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    if (!(await attempt(signOut))) return;
    await navigate({ to: "/-/sign-in" });
    client.setQueryData<Session>(["session"], (old) => old && { ...old, user: null });
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
    await client.invalidateQueries({ queryKey: ["session"] });
  };
}
