import { queryOptions, useQuery } from "@tanstack/react-query";
import { del, e, get, patch, post, put, rememberCsrfToken } from "./http";
import type {
  AdminUser,
  DiskReport,
  InvitationView,
  NewToken,
  ServerSettings,
  Session,
  Token,
} from "./types";

const remember = (session: Session) => {
  rememberCsrfToken(session.csrfToken);
  return session;
};

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get<Session>("/session", signal).then(remember),
  staleTime: 5 * 60_000,
});
export const useSession = () => useQuery(sessionQuery);

export const signIn = (name: string, password: string) =>
  post<Session>("/session", { name, password }).then(remember);
export const signOut = () => del<void>("/session");
export const createFirstUser = (setupToken: string, name: string, password: string) =>
  post<Session>("/first-user", { setupToken, name, password }).then(remember);
export const register = (name: string, password: string) =>
  post<Session>("/register", { name, password }).then(remember);

export const useInvitation = (code: string) =>
  useQuery({
    queryKey: ["invitation", code],
    queryFn: () => get<InvitationView>(`/invitations/${e(code)}`),
    retry: false,
  });
export const acceptInvitation = (code: string, account?: { name: string; password: string }) =>
  post<Session | undefined>(`/invitations/${e(code)}/accept`, account).then((s) =>
    s?.csrfToken ? remember(s) : s,
  );

export const changePassword = (current: string, next: string) =>
  post<void>("/me/password", { current, new: next });

export const useTokens = () => useQuery({ queryKey: ["tokens"], queryFn: () => get<Token[]>("/me/tokens") });
export const createToken = (name: string, expiresInDays?: number) =>
  post<NewToken>("/me/tokens", { name, expiresInDays });
export const revokeToken = (id: string) => del<void>(`/me/tokens/${e(id)}`);

export const useUsers = () =>
  useQuery({ queryKey: ["admin", "users"], queryFn: () => get<AdminUser[]>("/admin/users"), retry: false });
export const createUser = (name: string, password: string, isAdmin: boolean) =>
  post<AdminUser>("/admin/users", { name, password, isAdmin });
export const changeUser = (name: string, change: { isAdmin?: boolean; disabled?: boolean }) =>
  patch<AdminUser>(`/admin/users/${e(name)}`, change);
export const resetPassword = (name: string, next: string) =>
  post<void>(`/admin/users/${e(name)}/password`, { new: next });

export const useServerSettings = () =>
  useQuery({
    queryKey: ["admin", "settings"],
    queryFn: () => get<ServerSettings>("/admin/settings"),
    retry: false,
  });
export const saveServerSettings = (settings: ServerSettings) =>
  put<ServerSettings>("/admin/settings", settings);

/** Measured anew when asked, which takes a while on a large folder: kept for a minute. */
export const useDisk = () =>
  useQuery({
    queryKey: ["admin", "disk"],
    queryFn: () => get<DiskReport>("/admin/disk"),
    retry: false,
    staleTime: 60_000,
  });
