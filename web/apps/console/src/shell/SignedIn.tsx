// Everything behind the door: fetches the session, draws the shell around the screens.
import { ApiError } from "@siyu/api";
import { ErrorState } from "@siyu/ui";
import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { Outlet } from "react-router";
import { SessionContext, sessionQuery } from "./session.ts";
import { Shell } from "./Shell.tsx";

export function SignedIn() {
  const { data, error, refetch } = useQuery(sessionQuery);
  if (data) {
    return (
      <SessionContext value={data}>
        <Shell>
          <Outlet />
        </Shell>
      </SessionContext>
    );
  }
  // 401 is already on its way to the login.
  if (error && !(error instanceof ApiError && error.status === 401)) {
    return (
      <main className="sy-alone">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  return <Spin fullscreen delay={300} />;
}
