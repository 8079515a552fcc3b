// Who is signed in and what they may do, for any screen below <SignedIn>.
import { session as calls, type Session } from "@siyu/api";
import { setTimeZone } from "@siyu/i18n";
import { queryOptions } from "@tanstack/react-query";
import { createContext, useContext } from "react";

export const sessionKey = ["session"] as const;

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async () => settle(await calls.current()),
  staleTime: 300_000,
  retry: false,
});

/** Days and hours of the screens follow the brand from here on. */
export function settle(session: Session): Session {
  setTimeZone(session.brand.time_zone);
  return session;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession is for screens below <SignedIn>");
  return session;
}

/** Whether the session holds a permission such as "people:read"; write includes read. */
export function may(session: Session, permission: string): boolean {
  const { permissions } = session;
  return permissions.includes(permission) || permissions.includes(permission.replace(/:read$/, ":write"));
}

export function useMay(): (permission: string) => boolean {
  const session = useSession();
  return (permission) => may(session, permission);
}
