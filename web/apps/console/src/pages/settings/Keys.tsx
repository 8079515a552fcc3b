// Keys for programs: what each opens, when it was last used.
import { keys, type ApiKey } from "@siyu/api";
import { day, isPast, named, since, t } from "@siyu/i18n";
import { ConfirmButton, CopyOnce, PageHeader, ResourceTable, StateBadge, type Column } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Tag } from "antd";
import { useState } from "react";
import { useMay } from "../../shell/session.ts";
import { KeyDrawer } from "./KeyDrawer.tsx";

const SCOPES_SHOWN = 4;
const ORIGINS_SHOWN = 2;

export default function Keys() {
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const refresh = () => void cache.invalidateQueries({ queryKey: ["keys"] });
  const add = may("keys:write") && (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t("keys.add")}
    </Button>
  );
  const revoke: Column<ApiKey> = {
    key: "actions",
    title: "",
    align: "right",
    render: (key) => key.revoked_at === null && <Revoke apiKey={key} onRevoked={refresh} />,
  };
  const issued = (text: string | null) => {
    if (text === null) void message.warning(t("secret.lost"));
    setSecret(text);
    refresh();
  };
  return (
    <>
      <PageHeader title={t("keys.title")} about={t("keys.about")} actions={add} />
      <ResourceTable<ApiKey>
        name="keys"
        label={t("keys.title")}
        load={(query) => keys.list(query)}
        columns={may("keys:write") ? [...columns(), revoke] : columns()}
        empty={{ title: t("keys.empty"), about: t("keys.empty_about"), action: add }}
      />
      <KeyDrawer open={adding} onClose={() => setAdding(false)} onIssued={issued} />
      <CopyOnce
        title={t("keys.secret")}
        about={t("keys.secret_about")}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

function columns(): Column<ApiKey>[] {
  return [
    { key: "name", title: t("keys.name"), render: (key) => <Name apiKey={key} /> },
    { key: "kind", title: t("keys.kind"), from: "sm", render: (key) => named("key_kind", key.kind) },
    { key: "state", title: t("keys.state"), render: (key) => <KeyState apiKey={key} /> },
    { key: "scopes", title: t("keys.scopes"), from: "lg", render: (key) => <Scopes scopes={key.scopes} /> },
    { key: "origins", title: t("keys.origins"), from: "xl", render: (key) => <Origins apiKey={key} /> },
    {
      key: "expires",
      title: t("keys.expires"),
      from: "md",
      render: (key) => (key.expires_at ? day(key.expires_at) : t("keys.never_expires")),
    },
    {
      key: "last_used",
      title: t("keys.last_used"),
      from: "md",
      render: (key) => (key.last_used_at ? since(key.last_used_at) : t("keys.never_used")),
    },
    { key: "created", title: t("keys.created"), hidden: true, render: (key) => day(key.created_at) },
  ];
}

function Name({ apiKey }: { apiKey: ApiKey }) {
  return (
    <span className="sy-two-lines">
      <b>{apiKey.name}</b>
      <small className="sy-mono">{apiKey.prefix}…</small>
    </span>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <span className="sy-tags">
      {scopes.slice(0, SCOPES_SHOWN).map((scope) => (
        <Tag key={scope}>{scope}</Tag>
      ))}
      {scopes.length > SCOPES_SHOWN && <Tag title={scopes.join(", ")}>+{scopes.length - SCOPES_SHOWN}</Tag>}
    </span>
  );
}

function Origins({ apiKey: { kind, origins } }: { apiKey: ApiKey }) {
  if (kind === "secret") return <span className="sy-quiet">—</span>;
  if (origins.length === 0) return <>{t("keys.origins_any")}</>;
  return (
    <span className="sy-two-lines" title={origins.join("\n")}>
      {origins.slice(0, ORIGINS_SHOWN).map((origin) => (
        <span key={origin}>{origin}</span>
      ))}
      {origins.length > ORIGINS_SHOWN && <small>+{origins.length - ORIGINS_SHOWN}</small>}
    </span>
  );
}

function KeyState({ apiKey: { revoked_at, expires_at } }: { apiKey: ApiKey }) {
  if (revoked_at !== null) return <StateBadge tone="calm">{t("keys.revoked")}</StateBadge>;
  if (expires_at !== null && isPast(expires_at)) return <StateBadge tone="warn">{t("keys.expired")}</StateBadge>;
  return <StateBadge tone="good">{t("keys.active")}</StateBadge>;
}

function Revoke({ apiKey: { id, name }, onRevoked }: { apiKey: ApiKey; onRevoked: () => void }) {
  return (
    <ConfirmButton
      type="text"
      size="small"
      question={t("keys.revoke_question", { name })}
      consequence={t("keys.revoke_about")}
      confirmLabel={t("keys.revoke")}
      onConfirm={() => keys.revoke(id).then(onRevoked)}
    >
      {t("keys.revoke")}
    </ConfirmButton>
  );
}
