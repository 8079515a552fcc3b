// A way to another screen that looks like a button and is a link.
import { Button } from "antd";
import type { ReactNode } from "react";
import { useHref, useLinkClickHandler } from "react-router";

interface LinkButtonProps {
  to: string;
  primary?: boolean;
  children: ReactNode;
}

export function LinkButton({ to, primary, children }: LinkButtonProps) {
  const href = useHref(to);
  const go = useLinkClickHandler<HTMLAnchorElement>(to);
  return (
    <Button
      href={href}
      {...(primary ? { type: "primary" } : {})}
      onClick={(event) => go(event as React.MouseEvent<HTMLAnchorElement>)}
    >
      {children}
    </Button>
  );
}
