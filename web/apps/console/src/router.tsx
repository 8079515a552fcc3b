// Addresses to screens, under /console, and the way to the login and back.
import { onSignedOut } from "@siyu/api";
import type { QueryClient } from "@tanstack/react-query";
import { lazy, type ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { places, type Place } from "./places.ts";
import { Crash } from "./shell/Crash.tsx";
import { FirstPlace } from "./shell/FirstPlace.tsx";
import { Guarded } from "./shell/Guarded.tsx";
import { Missing } from "./shell/Missing.tsx";
import { SignedIn } from "./shell/SignedIn.tsx";
import { sessionKey } from "./shell/session.ts";

const BASE = "/console";

export function createRouter(cache: QueryClient) {
  const router = createBrowserRouter(
    [
      entry("/login", () => import("./pages/entry/Login.tsx")),
      entry("/setup", () => import("./pages/entry/Setup.tsx")),
      {
        element: <SignedIn />,
        errorElement: <Crash />,
        children: [{ index: true, element: <FirstPlace /> }, ...places.map(route), { path: "*", element: <Missing /> }],
      },
    ],
    { basename: BASE },
  );
  onSignedOut(() => leave(router, cache));
  return router;
}

function route(place: Place): RouteObject {
  const Page = lazy(place.page);
  return {
    path: place.path,
    errorElement: <Crash />,
    element: (
      <Guarded place={place}>
        <Page />
      </Guarded>
    ),
  };
}

// Screens before the door need no session and no shell.
function entry(path: string, page: () => Promise<{ default: ComponentType }>): RouteObject {
  return {
    path,
    lazy: async () => ({ Component: (await page()).default }),
    HydrateFallback: () => null,
    errorElement: <Crash />,
  };
}

// The session ended under a screen: sign in again, then come back to the same address.
function leave(router: ReturnType<typeof createBrowserRouter>, cache: QueryClient): void {
  const here = router.state.location;
  const path = here.pathname.slice(BASE.length) || "/";
  if (path === "/login" || path === "/setup") return;
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
  const next = path === "/" ? "" : `?next=${encodeURIComponent(path + here.search)}`;
  void router.navigate(`/login${next}`);
}
