import { Skeleton } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { type ProjectId, useProject } from "../../api/projects";
import { Failure } from "../../parts/Failure";
import { Missing, Notice } from "../../parts/Notice";
import { ConnectCard } from "./ConnectCard";

interface Props {
  id: ProjectId;
  /** Whether an empty project shows how to connect code in place of the page. */
  connects?: boolean;
  children: ReactNode;
}

/** Around the pages of a project: nothing for strangers, and the way to a first run while there is none. */
export function ProjectFrame({ id, connects = false, children }: Props) {
  const { data, error, isPending } = useProject(id);
  // Set by an empty project, and kept until the person goes on: the first run must not take the card away.
  const [connecting, setConnecting] = useState<string>();
  const [left, setLeft] = useState<string>();
  const key = data?.id;
  const isEmpty = data?.runs === 0;
  useEffect(() => {
    if (isEmpty) setConnecting(key);
  }, [isEmpty, key]);

  if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return <Missing />;
  if (isPending) return <Skeleton h={300} m="lg" className="appears-late" />;
  if (!data) return <Failure error={error} />;
  if (!connects || (!isEmpty && connecting !== key) || left === key) return children;
  if (data.role === "viewer" && isEmpty)
    return (
      <Notice title="No run yet" text="Runs will be here as soon as somebody who may write makes one." />
    );
  if (data.role === "viewer") return children;
  return <ConnectCard key={key} id={id} hasRuns={!isEmpty} onLeave={() => setLeft(key)} />;
}
