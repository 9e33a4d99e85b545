import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { lazy } from "react";
import { useProject } from "./api/projects";
import { Broken } from "./frame/Broken";
import { Shell } from "./frame/Shell";
import { parseSearch, type SearchText, stringifySearch } from "./lib/urlState";
import { HomePage } from "./pages/home/HomePage";
import { LinkPage } from "./pages/project/LinkPage";
import { ProjectFrame } from "./pages/project/ProjectFrame";
import { RunsPage } from "./pages/runs/RunsPage";
import { InvitePage } from "./pages/signin/InvitePage";
import { SetupPage } from "./pages/signin/SetupPage";
import { SignInPage } from "./pages/signin/SignInPage";
import { Missing } from "./parts/Notice";

// Loaded when first needed: charts and viewers are the heavy half of the program, the pages about people are seldom seen.
const RunPage = lazy(() => import("./pages/run/RunPage").then((module) => ({ default: module.RunPage })));
const ComparePage = lazy(() =>
  import("./pages/compare/ComparePage").then((m) => ({ default: m.ComparePage })),
);

const AccountPage = lazy(() =>
  import("./pages/account/AccountPage").then((m) => ({ default: m.AccountPage })),
);
const AdminPage = lazy(() => import("./pages/admin/AdminPage").then((m) => ({ default: m.AdminPage })));
const SettingsPage = lazy(() =>
  import("./pages/settings/SettingsPage").then((m) => ({ default: m.SettingsPage })),
);
const ModelsPage = lazy(() => import("./pages/models/ModelsPage").then((m) => ({ default: m.ModelsPage })));
const NotebooksPage = lazy(() =>
  import("./pages/notebooks/NotebooksPage").then((m) => ({ default: m.NotebooksPage })),
);
const TrashPage = lazy(() => import("./pages/trash/TrashPage").then((m) => ({ default: m.TrashPage })));
const WorkspacePage = lazy(() =>
  import("./pages/workspace/WorkspacePage").then((m) => ({ default: m.WorkspacePage })),
);

const root = createRootRoute({
  component: Shell,
  notFoundComponent: Missing,
  validateSearch: (search: Record<string, unknown>) => search as SearchText,
});
const at = <P extends string>(path: P, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const runAt = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/e/$run/{-$tab}",
  component: function Run() {
    const { ws, project, run, tab } = runAt.useParams();
    const navigate = runAt.useNavigate();
    const id = { ws, project };
    return (
      <ProjectFrame id={id}>
        <RunPage
          id={id}
          run={run}
          tab={tab ?? ""}
          onTab={(next) => void navigate({ params: { ws, project, run, tab: next } as never })}
        />
      </ProjectFrame>
    );
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/{-$view}",
  component: function Runs() {
    const { ws, project, view } = runs.useParams();
    const search = runs.useSearch();
    const id = { ws, project };
    const isCompare = view === "compare";
    return (
      <ProjectFrame id={id} connects={!isCompare && search.trash !== "1"}>
        {isCompare ? <ComparePage id={id} search={search} /> : <RunsPage id={id} search={search} />}
      </ProjectFrame>
    );
  },
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/settings",
  component: function Settings() {
    const id = settings.useParams();
    return (
      <ProjectFrame id={id}>
        <SettingsPage id={id} />
      </ProjectFrame>
    );
  },
});

const models = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/models",
  component: function Models() {
    const id = models.useParams();
    return (
      <ProjectFrame id={id}>
        <ModelsPage id={id} />
      </ProjectFrame>
    );
  },
});

const notebooks = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/notebooks",
  component: function Notebooks() {
    const id = notebooks.useParams();
    const { notebook, checkpoint } = notebooks.useSearch();
    const navigate = notebooks.useNavigate();
    return (
      <ProjectFrame id={id}>
        <NotebooksPage
          id={id}
          notebook={notebook}
          checkpoint={checkpoint}
          onOpen={(notebook, checkpoint) => void navigate({ search: { notebook, checkpoint } })}
        />
      </ProjectFrame>
    );
  },
});

const trash = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/trash",
  component: function Trash() {
    const id = trash.useParams();
    return (
      <ProjectFrame id={id}>
        <TrashPage id={id} />
      </ProjectFrame>
    );
  },
});

// A project carries attributes of its own, below its key; clients print this address for them.
const metadata = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/metadata/{-$tab}",
  component: function Metadata() {
    const { ws, project, tab } = metadata.useParams();
    const navigate = metadata.useNavigate();
    const id = { ws, project };
    const { data } = useProject(id);
    return (
      <ProjectFrame id={id}>
        {data && (
          <RunPage
            id={id}
            run={data.key}
            tab={tab ?? ""}
            onTab={(next) => void navigate({ params: { ws, project, tab: next } as never })}
          />
        )}
      </ProjectFrame>
    );
  },
});

// What clients print for models leads to the attributes of that holder, which have a page like a run's.
const model = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/m/$model/{-$rest}",
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/$ws/$project/e/$run/{-$tab}",
      params: { ...params, run: params.model, tab: undefined } as never,
    });
  },
});

// Neptune's own messages send people to /get_my_api_token.
const token = createRoute({
  getParentRoute: () => root,
  path: "/get_my_api_token",
  beforeLoad: () => {
    throw redirect({ to: "/-/account" });
  },
});

const tree = root.addChildren([
  at("/", () => <HomePage />),
  at("/-/sign-in", () => <SignInPage />),
  at("/-/setup", () => <SetupPage />),
  at("/-/invite/$code", () => <InvitePage />),
  at("/-/account", () => <AccountPage />),
  at("/-/admin", () => <AdminPage />),
  at("/-/v/$view", () => <LinkPage />),
  at("/-/workspace/$ws", () => <WorkspacePage />),
  runAt,
  runs,
  settings,
  models,
  notebooks,
  trash,
  metadata,
  model,
  token,
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Missing,
});
