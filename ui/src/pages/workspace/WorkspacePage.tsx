import { Badge, Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { ApiError } from "../../api/http";
import { useProjects, useWorkspaceMembers, useWorkspaces } from "../../api/projects";
import { useSession } from "../../api/session";
import { plural } from "../../lib/format";
import { Failure } from "../../parts/Failure";
import { Missing } from "../../parts/Notice";
import { Page, Section } from "../../parts/Page";
import { Invitations } from "./Invitations";
import { Members } from "./Members";

export function WorkspacePage() {
  const { ws } = useParams({ strict: false }) as { ws: string };
  const one = useWorkspaces().data?.find((workspace) => workspace.name === ws);
  const user = useSession().data?.user;
  const members = useWorkspaceMembers(ws);
  if (members.error instanceof ApiError && members.error.status === 404) return <Missing />;
  if (members.isPending) return <Skeleton h={300} m="lg" className="appears-late" />;
  const isAdmin = one?.role === "admin";
  const canLeave = !!one && !(one.kind === "personal" && one.name === user?.name);
  return (
    <Page
      title={
        <>
          <bdi>{ws}</bdi>{" "}
          {one && (
            <Badge variant="light" color="gray">
              {one.kind === "personal" ? "personal workspace" : "team workspace"}
            </Badge>
          )}
        </>
      }
      actions={
        <Button
          component={Link}
          to="/"
          search={{ new: "project", ws } as never}
          leftSection={<IconPlus size={16} />}
        >
          New project
        </Button>
      }
    >
      <Failure error={members.error} />
      <Projects ws={ws} />
      <Members ws={ws} members={members.data ?? []} canChange={isAdmin} canLeave={canLeave} />
      {isAdmin && <Invitations ws={ws} />}
    </Page>
  );
}

function Projects({ ws }: { ws: string }) {
  const projects = useProjects().data?.filter((one) => one.workspace === ws);
  return (
    <Section title="Projects" note={projects?.length === 0 ? "None that you may see." : undefined}>
      {projects && projects.length > 0 && (
        <ul className="plain-list">
          {projects.map((one) => (
            <li key={one.id}>
              <Link to="/$ws/$project/{-$view}" params={{ ws, project: one.name, view: "runs" }}>
                <bdi>{one.name}</bdi>
              </Link>{" "}
              <span className="quiet">{plural(one.runs, "run")}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
