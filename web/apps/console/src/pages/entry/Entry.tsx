// The frame of the screens before the door: a promise on the left, one form on the right.
import { currentLocale, switchLocale, t } from "@siyu/i18n";
import { Button } from "antd";
import { useEffect, type ReactNode } from "react";

export function Entry({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const other = currentLocale() === "en" ? "zh-CN" : "en";
  useEffect(() => {
    document.title = `${title} · Siyu`;
  }, [title]);
  return (
    <div className="sy-entry">
      <aside className="sy-entry-promise">
        <Pond />
        <p>{t("login.promise_title")}</p>
        <p>{t("login.promise_about")}</p>
      </aside>
      <main className="sy-entry-form">
        <Button type="text" className="sy-entry-language" lang={other} onClick={() => void switchLocale(other)}>
          {other === "en" ? "English" : "中文"}
        </Button>
        <img src={`${import.meta.env.BASE_URL}mark.svg`} width="44" height="44" alt="Siyu" />
        <h1>{title}</h1>
        <p>{about}</p>
        {children}
      </main>
    </div>
  );
}

function Pond() {
  const rings = [60, 120, 200, 300, 420, 560, 720];
  return (
    <svg viewBox="0 0 800 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true" fill="none" stroke="#bfe3d1">
      {rings.map((radius, index) => (
        <ellipse
          key={radius}
          cx="540"
          cy="300"
          rx={radius}
          ry={radius * 0.62}
          opacity={0.34 - index * 0.042}
          strokeWidth="1.4"
        />
      ))}
      <circle cx="540" cy="300" r="7" fill="#e0b06a" stroke="none" />
    </svg>
  );
}
