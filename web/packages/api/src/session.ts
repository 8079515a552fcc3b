// Signing in and out, and the first owner of a new house.
import { body, configure, http } from "./client.ts";
import type { NewOwner, NewPassword, Session, SignIn } from "./types.ts";

export async function current(): Promise<Session> {
  return remember(await body(http.GET("/v1/session")));
}

export async function signIn(who: SignIn): Promise<Session> {
  return remember(await body(http.POST("/v1/session", { body: who })));
}

export async function signOut(): Promise<void> {
  await body(http.DELETE("/v1/session"));
  configure({ csrfToken: "" });
}

export async function changePassword(change: NewPassword): Promise<void> {
  await body(http.PUT("/v1/session/password", { body: change }));
}

export const setup = () => body(http.GET("/v1/setup"));

export async function welcomeOwner(owner: NewOwner): Promise<Session> {
  return remember(await body(http.POST("/v1/setup", { body: owner })));
}

function remember(session: Session): Session {
  configure({ csrfToken: session.csrf_token });
  return session;
}
