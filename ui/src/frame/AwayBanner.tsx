import { Loader } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useReachable } from "../api/reach";

/** Says that the server is away, for as long as it is. What is on screen stays. */
export function AwayBanner() {
  const reachable = useReachable();
  const wasAway = useRef(false);
  useEffect(() => {
    if (reachable && wasAway.current)
      notifications.show({ color: "green", message: "The server is back. The page is up to date again." });
    wasAway.current = !reachable;
  }, [reachable]);
  if (reachable) return null;
  return (
    <div className="away-banner" role="alert">
      <Loader size={14} color="currentColor" />
      The server cannot be reached. What you see may be old; trying again…
    </div>
  );
}
