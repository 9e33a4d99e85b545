import { Center, Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { onReturn } from "../api/reach";
import { useSession } from "../api/session";
import { placeOf, rememberVisit } from "../lib/places";
import { KeyHelpProvider } from "../parts/keys";
import { AwayBanner } from "./AwayBanner";
import { FrameKeys } from "./FrameKeys";
import { Palette } from "./Palette";
import { TopBar } from "./TopBar";

const isOpenPage = (path: string) =>
  path === "/-/sign-in" || path === "/-/setup" || path.startsWith("/-/invite/");

/** What is around every page: the bar, the palette, the keys, and the way to the sign-in page. */
export function Shell() {
  const session = useSession();
  const client = useQueryClient();
  // The place that is drawn, not the one on its way: else a page is asked for as nobody while leaving it.
  const { href, pathname: path } = useRouterState({
    select: (state) => state.resolvedLocation ?? state.location,
  });
  const navigate = useNavigate();
  const user = session.data?.user;
  const mustSignIn = session.data && !user && !isOpenPage(path);
  useEffect(() => {
    if (mustSignIn) void navigate({ to: "/-/sign-in", search: { next: href }, replace: true });
  }, [mustSignIn, navigate, href]);
  useEffect(() => onReturn(() => void client.invalidateQueries()), [client]);
  useVisits(user?.name, path, href);
  return (
    <KeyHelpProvider>
      <AwayBanner />
      {user && (
        <>
          <a className="skip-link" href="#page">
            Skip to the page
          </a>
          <TopBar name={user.name} isAdmin={user.isAdmin} />
          <Palette isAdmin={user.isAdmin} userName={user.name} />
          <FrameKeys />
        </>
      )}
      <main id="page" tabIndex={-1}>
        {!session.data || mustSignIn ? (
          <Waiting />
        ) : (
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        )}
      </main>
    </KeyHelpProvider>
  );
}

/** After a moment, so that what comes at once does not flicker. */
const Waiting = () => (
  <Center mih="60vh" className="appears-late">
    <Loader type="dots" />
  </Center>
);

function useVisits(user: string | undefined, path: string, href: string) {
  useEffect(() => {
    const place = user && placeOf(path);
    if (place) rememberVisit(user, { ...place, href, at: Date.now() });
  }, [user, path, href]);
}
