import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { lazy } from "react";
import { parseSearch, type SearchText, stringifySearch } from "./lib/urlState";
import { AccountPage } from "./pages/account/AccountPage";
import { AdminPage } from "./pages/admin/AdminPage";
import { HomePage } from "./pages/home/HomePage";
import { RunsPage } from "./pages/runs/RunsPage";
import { InvitePage } from "./pages/signin/InvitePage";
import { SetupPage, SignInPage } from "./pages/signin/SignInPage";
import { WorkspacePage } from "./pages/workspace/WorkspacePage";
import { Missing, Shell } from "./parts/Shell";

// Charts and viewers are the heavy half of the program: loaded when first needed.
const RunPage = lazy(() => import("./pages/run/RunPage").then((module) => ({ default: module.RunPage })));
const ComparePage = lazy(() =>
  import("./pages/compare/ComparePage").then((m) => ({ default: m.ComparePage })),
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
    return (
      <RunPage
        id={{ ws, project }}
        run={run}
        tab={tab ?? "overview"}
        onTab={(next) => void navigate({ params: { ws, project, run, tab: next } as never })}
      />
    );
  },
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/$ws/$project/{-$view}",
  component: function Runs() {
    const { ws, project, view } = runs.useParams();
    const search = runs.useSearch();
    return view === "compare" ? (
      <ComparePage id={{ ws, project }} search={search} />
    ) : (
      <RunsPage id={{ ws, project }} search={search} />
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

const tree = root.addChildren([
  at("/", () => <HomePage />),
  at("/-/sign-in", () => <SignInPage />),
  at("/-/setup", () => <SetupPage />),
  at("/-/invite/$code", () => <InvitePage />),
  at("/-/account", () => <AccountPage />),
  at("/-/admin", () => <AdminPage />),
  at("/-/workspace/$ws", () => <WorkspacePage />),
  runAt,
  runs,
  model,
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
});
