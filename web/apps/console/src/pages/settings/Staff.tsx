// Who works here and what they may do.
import { staff, type Staff as Member } from "@siyu/api";
import { day, named, since, t } from "@siyu/i18n";
import { ConfirmButton, CopyOnce, PageHeader, ResourceTable, StateBadge, type Column } from "@siyu/ui";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useMay, useSession } from "../../shell/session.ts";
import { StaffDrawer } from "./StaffDrawer.tsx";

type Editing = Member | "new" | null;

export default function Staff() {
  const may = useMay();
  const { staff: me } = useSession();
  const cache = useQueryClient();
  const [editing, setEditing] = useState<Editing>(null);
  const [password, setPassword] = useState<string | null>(null);
  const { message } = App.useApp();
  const show = (text: string | null) => {
    if (text === null) void message.warning(t("secret.lost"));
    setPassword(text);
  };
  const refresh = () => void cache.invalidateQueries({ queryKey: ["staff"] });
  const add = may("staff:write") && (
    <Button type="primary" onClick={() => setEditing("new")}>
      {t("staff.add")}
    </Button>
  );
  const actions: Column<Member> = {
    key: "actions",
    title: "",
    align: "right",
    render: (member) =>
      member.id !== me.id && <Actions member={member} onEdit={setEditing} onPassword={show} onChanged={refresh} />,
  };
  return (
    <>
      <PageHeader title={t("staff.title")} about={t("staff.about")} actions={add} />
      <ResourceTable<Member>
        name="staff"
        label={t("staff.title")}
        load={(query) => staff.list(query)}
        columns={may("staff:write") ? [...columns(me.id), actions] : columns(me.id)}
        empty={{ title: t("staff.empty"), about: t("staff.empty_about"), action: add }}
      />
      <StaffDrawer editing={editing} onClose={() => setEditing(null)} onSaved={refresh} />
      <CopyOnce
        title={t("staff.new_password")}
        about={t("staff.new_password_about")}
        secret={password}
        onClose={() => setPassword(null)}
      />
    </>
  );
}

function columns(myId: string): Column<Member>[] {
  return [
    { key: "name", title: t("staff.name"), render: (member) => <Name member={member} mine={member.id === myId} /> },
    { key: "role", title: t("staff.role"), render: (member) => named("role", member.role) },
    {
      key: "state",
      title: t("staff.state"),
      from: "sm",
      render: ({ disabled }) => (
        <StateBadge tone={disabled ? "calm" : "good"}>{disabled ? t("staff.disabled") : t("staff.active")}</StateBadge>
      ),
    },
    {
      key: "last_seen",
      title: t("staff.last_seen"),
      from: "md",
      render: ({ last_seen_at }) => (last_seen_at ? since(last_seen_at) : t("staff.never")),
    },
    { key: "created", title: t("staff.created"), from: "lg", render: ({ created_at }) => day(created_at) },
  ];
}

function Name({ member, mine }: { member: Member; mine: boolean }) {
  return (
    <span className="sy-two-lines">
      <b>
        {member.name} {mine && <span className="sy-quiet">({t("staff.you")})</span>}
      </b>
      <small>{member.email}</small>
    </span>
  );
}

interface ActionsProps {
  member: Member;
  onEdit: (member: Member) => void;
  onPassword: (password: string | null) => void;
  onChanged: () => void;
}

function Actions({ member, onEdit, onPassword, onChanged }: ActionsProps) {
  const { id, name, disabled } = member;
  return (
    <span className="sy-row-actions">
      <Button type="text" size="small" onClick={() => onEdit(member)}>
        {t("action.edit")}
      </Button>
      <ConfirmButton
        type="text"
        size="small"
        danger={false}
        question={t("staff.reset_question", { name })}
        consequence={t("staff.reset_about")}
        confirmLabel={t("staff.reset")}
        onConfirm={() => staff.resetPassword(id).then((reset) => onPassword(reset.password))}
      >
        {t("staff.reset")}
      </ConfirmButton>
      {disabled ? (
        <Button type="text" size="small" onClick={() => void staff.change(id, { disabled: false }).then(onChanged)}>
          {t("staff.enable")}
        </Button>
      ) : (
        <ConfirmButton
          type="text"
          size="small"
          question={t("staff.disable_question", { name })}
          consequence={t("staff.disable_about")}
          confirmLabel={t("staff.disable")}
          onConfirm={() => staff.change(id, { disabled: true }).then(onChanged)}
        >
          {t("staff.disable")}
        </ConfirmButton>
      )}
    </span>
  );
}
