import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { signOut } from "../api/session";
import { attempt } from "../parts/Failure";

/** Signs out, and forgets everything that was read as this user. */
export function useLeave() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    if (!(await attempt(signOut))) return;
    await navigate({ to: "/-/sign-in" });
    client.clear();
  };
}
