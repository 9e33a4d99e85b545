import { Anchor, Code } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { checkReach, useReachable } from "../api/reach";
import { isLoadFailure, mayReload } from "../lib/loading";
import { keep, recall } from "../lib/storage";
import { Notice } from "../parts/Notice";

/** What a page becomes when it could not be loaded or drawn; the rest of the program goes on. */
export const Broken = ({ error, reset }: ErrorComponentProps) =>
  isLoadFailure(error) ? <NotLoaded /> : <NotDrawn error={error} reset={reset} />;

function NotDrawn({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <Notice
      title="This page could not be drawn"
      text={
        <>
          That is a mistake in Shipslog, not in your data.{" "}
          <Code>{error instanceof Error ? error.message : String(error)}</Code>
        </>
      }
    >
      <Anchor component="button" size="sm" onClick={reset}>
        Try again
      </Anchor>
    </Notice>
  );
}

/** A part of the program is missing. It is loaded with the whole page, as soon as the server is there. */
function NotLoaded() {
  const reachable = useReachable();
  useEffect(() => void checkReach(), []);
  useEffect(() => {
    if (!reachable || !mayReload(Date.now(), recall<number | undefined>("reloaded", undefined))) return;
    // In its own time, so that it is known by then whether the server has just gone.
    const timer = setTimeout(() => {
      keep("reloaded", Date.now());
      location.reload();
    }, 1_500);
    return () => clearTimeout(timer);
  }, [reachable]);
  return (
    <Notice
      title="This page could not be loaded"
      text={reachable ? "Shipslog may have been updated." : "It comes when the server is back."}
    >
      <Anchor component="button" size="sm" onClick={() => location.reload()}>
        Load it again
      </Anchor>
    </Notice>
  );
}
