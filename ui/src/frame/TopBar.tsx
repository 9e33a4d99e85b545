import { ActionIcon, Badge, Kbd, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useProject } from "../api/projects";
import { AppearanceMenu } from "../parts/AppearanceMenu";
import { showKeyHelp } from "./FrameKeys";
import { openPalette } from "./paletteStore";
import { ShareButton } from "./ShareButton";
import { UserMenu } from "./UserMenu";

const paletteKeys = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

interface Place {
  ws?: string;
  project?: string;
  run?: string;
}

export function TopBar({ name, isAdmin }: { name: string; isAdmin: boolean }) {
  const place = useParams({ strict: false }) as Place;
  const { ws, project, run } = place;
  useTitle([run, project, ws]);
  return (
    <header className="shell-top">
      <Link to="/" className="brand" aria-label="Shipslog, home">
        <img src="/favicon.svg" alt="" width={24} height={24} />
        {!project && "Shipslog"}
      </Link>
      <nav aria-label="Breadcrumbs" className="crumbs">
        {ws && (
          <Crumb>
            <Link to="/-/workspace/$ws" params={{ ws }}>
              <bdi>{ws}</bdi>
            </Link>
          </Crumb>
        )}
        {ws && project && (
          <Crumb>
            <Link to="/$ws/$project/{-$view}" params={{ ws, project, view: "runs" }}>
              <bdi>{project}</bdi>
            </Link>
          </Crumb>
        )}
        {run && (
          <Crumb>
            <bdi aria-current="page">{run}</bdi>
          </Crumb>
        )}
      </nav>
      {ws && project && <ProjectTabs ws={ws} project={project} />}
      <UnstyledButton
        className="search-button"
        onClick={openPalette}
        aria-label="Search and commands, Ctrl+K"
      >
        <IconSearch size={14} />
        <span>Search…</span>
        <Kbd size="xs">{paletteKeys}</Kbd>
      </UnstyledButton>
      {ws && project && <ShareButton id={{ ws, project }} />}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Keys"
        title="Keys (?)"
        className="wide-only"
        onClick={showKeyHelp}
      >
        <IconKeyboard size={18} stroke={1.6} />
      </ActionIcon>
      <AppearanceMenu />
      <UserMenu name={name} isAdmin={isAdmin} />
    </header>
  );
}

const Crumb = ({ children }: { children: ReactNode }) => (
  <>
    <span className="quiet" aria-hidden>
      /
    </span>
    <span className="crumb">{children}</span>
  </>
);

function ProjectTabs({ ws, project }: { ws: string; project: string }) {
  const { data } = useProject({ ws, project });
  const params = { ws, project };
  if (!data) return <span style={{ flex: 1 }} />;
  return (
    <nav aria-label="Project" className="project-tabs">
      <Link
        to="/$ws/$project/{-$view}"
        params={{ ...params, view: "runs" }}
        activeOptions={{ includeSearch: false }}
      >
        Runs
      </Link>
      <Link to="/$ws/$project/models" params={params}>
        Models
      </Link>
      <Link to="/$ws/$project/notebooks" params={params} activeOptions={{ includeSearch: false }}>
        Notebooks
      </Link>
      <Link to="/$ws/$project/metadata/{-$tab}" params={params as never}>
        Metadata
      </Link>
      <Link to="/$ws/$project/trash" params={params}>
        Trash
      </Link>
      <Link to="/$ws/$project/settings" params={params}>
        {data.role === "owner" ? "Settings" : "About"}
      </Link>
      {data.role === "viewer" && (
        <Badge variant="outline" color="gray" size="sm" title="You may look, and change nothing">
          Viewer
        </Badge>
      )}
    </nav>
  );
}

/** `SAN-12 · digits · me · Shipslog`: what tabs and bookmarks of a browser show. */
function useTitle(parts: (string | undefined)[]) {
  const title = [...parts.filter(Boolean), "Shipslog"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
