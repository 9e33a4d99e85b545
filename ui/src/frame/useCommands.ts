import {
  IconFolder,
  IconHome,
  IconKey,
  IconKeyboard,
  IconLink,
  IconLogout,
  IconPlus,
  IconSettings,
  IconShieldCog,
  IconTable,
  IconTextDirectionRtl,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useProjects, useWorkspaces } from "../api/projects";
import type { Command } from "../lib/commands";
import { recallVisits } from "../lib/places";
import { schemes, useAppearance } from "../parts/appearance";
import { showKeyHelp } from "./FrameKeys";
import { share } from "./ShareButton";
import { useLeave } from "./useLeave";

/** What the palette offers besides runs. */
export function useCommands(isAdmin: boolean, userName: string): Command[] {
  return [...usePlaces(userName), ...usePages(isAdmin), ...useActions()];
}

function usePlaces(userName: string): Command[] {
  const navigate = useNavigate();
  const projects = useProjects().data ?? [];
  const workspaces = useWorkspaces().data ?? [];
  return [
    ...recallVisits(userName)
      .filter((visit) => visit.run)
      .map((visit) => ({
        id: `visit ${visit.href}`,
        group: "Seen lately",
        label: visit.run ?? "",
        note: visit.project,
        icon: IconTable,
        run: () => void navigate({ href: visit.href }),
      })),
    ...projects.map((one) => ({
      id: `project ${one.id}`,
      group: "Projects",
      label: `${one.workspace} / ${one.name}`,
      note: one.key,
      words: one.description,
      icon: IconFolder,
      run: () =>
        void navigate({
          to: "/$ws/$project/{-$view}",
          params: { ws: one.workspace, project: one.name, view: "runs" },
        }),
    })),
    ...workspaces.map((one) => ({
      id: `workspace ${one.name}`,
      group: "Workspaces",
      label: one.name,
      words: "workspace members invite",
      icon: IconUsersGroup,
      run: () => void navigate({ to: "/-/workspace/$ws", params: { ws: one.name } }),
    })),
  ];
}

function usePages(isAdmin: boolean): Command[] {
  const navigate = useNavigate();
  const { ws, project } = useParams({ strict: false }) as { ws?: string; project?: string };
  const page = (label: string, icon: Command["icon"], words: string, run: () => void) => ({
    id: `page ${label}`,
    group: "Pages",
    label,
    words,
    icon,
    run,
  });
  return [
    page("Home", IconHome, "projects", () => void navigate({ to: "/" })),
    ...(ws && project
      ? [
          page("Settings of this project", IconSettings, "members visibility name delete connect", () => {
            void navigate({ to: "/$ws/$project/settings", params: { ws, project } });
          }),
        ]
      : []),
    page("Account", IconKey, "password api tokens", () => void navigate({ to: "/-/account" })),
    ...(isAdmin
      ? [page("Administration", IconShieldCog, "users registration", () => void navigate({ to: "/-/admin" }))]
      : []),
  ];
}

function useActions(): Command[] {
  const navigate = useNavigate();
  const leave = useLeave();
  const { ws, project } = useParams({ strict: false }) as { ws?: string; project?: string };
  const { direction, setDirection, setScheme } = useAppearance();
  const action = (label: string, icon: Command["icon"], words: string, run: () => void) => ({
    id: `action ${label}`,
    group: "Actions",
    label,
    words,
    icon,
    run,
  });
  return [
    action(
      "New project",
      IconPlus,
      "create add",
      () => void navigate({ to: "/", search: { new: "project" } as never }),
    ),
    action(
      "Copy the link to this page",
      IconLink,
      "share address url",
      () => void share(ws && project ? { ws, project } : undefined),
    ),
    action("Show the keys", IconKeyboard, "help shortcuts ?", showKeyHelp),
    ...schemes.map(({ value, label, Icon }) =>
      action(`${label} theme`, Icon, "appearance colour", () => setScheme(value)),
    ),
    action(
      direction === "rtl" ? "Layout from left to right" : "Layout from right to left",
      IconTextDirectionRtl,
      "direction rtl ltr hebrew arabic",
      () => setDirection(direction === "rtl" ? "ltr" : "rtl"),
    ),
    action("Sign out", IconLogout, "log out leave", () => void leave()),
  ];
}
