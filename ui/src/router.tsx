import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { lazy } from "react";
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
          tab={tab ?? "overview"}
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
