// Lets a screen in only with its permission, names the tab, and holds its place while its code arrives.
import { t } from "@siyu/i18n";
import { EmptyState } from "@siyu/ui";
import { Spin } from "antd";
import { Suspense, useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import type { Place } from "../places.ts";
import { useMay, useSession } from "./session.ts";

export function Guarded({ place, children }: { place: Place; children: ReactNode }) {
  const may = useMay();
  const { brand } = useSession();
  useEffect(() => {
    document.title = `${t(place.title)} · ${brand.name}`;
  }, [place, brand.name]);
  if (place.permission !== undefined && !may(place.permission)) return <Forbidden permission={place.permission} />;
  return <Suspense fallback={<Spin className="sy-wait" delay={200} />}>{children}</Suspense>;
}

function Forbidden({ permission }: { permission: string }) {
  return (
    <>
      <h1 className="sy-hidden">{t("forbidden.title")}</h1>
      <EmptyState
        title={t("forbidden.title")}
        about={t("forbidden.about", { permission })}
        action={<Link to="/">{t("action.home")}</Link>}
      />
    </>
  );
}
