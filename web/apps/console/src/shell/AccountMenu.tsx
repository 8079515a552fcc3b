// Who I am: language, password, the way out.
import { GlobalOutlined, KeyOutlined, LogoutOutlined, UpOutlined } from "@ant-design/icons";
import { session as calls } from "@siyu/api";
import { currentLocale, named, switchLocale, t } from "@siyu/i18n";
import { Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { PasswordDrawer } from "./PasswordDrawer.tsx";
import { useSession } from "./session.ts";

interface AccountMenuProps {
  placement: "topLeft" | "bottomRight";
  compact?: boolean;
}

export function AccountMenu({ placement, compact }: AccountMenuProps) {
  const { staff } = useSession();
  const [changing, setChanging] = useState(false);
  const items = useItems(() => setChanging(true));
  return (
    <>
      <Dropdown menu={{ items }} placement={placement} trigger={["click"]}>
        <button
          type="button"
          className="sy-account"
          {...(compact ? { "aria-label": `${t("shell.account")} ${staff.name}` } : {})}
        >
          <span className="sy-avatar" aria-hidden="true">
            {Array.from(staff.name)[0]?.toUpperCase()}
          </span>
          {!compact && (
            <>
              <span className="sy-two-lines">
                {staff.name}
                <small>{named("role", staff.role)}</small>
              </span>
              <UpOutlined aria-hidden />
            </>
          )}
        </button>
      </Dropdown>
      <PasswordDrawer open={changing} onClose={() => setChanging(false)} />
    </>
  );
}

function useItems(onChangePassword: () => void): NonNullable<MenuProps["items"]> {
  const { version } = useSession();
  const other = currentLocale() === "en" ? "zh-CN" : "en";
  const leave = async () => {
    await calls.signOut().catch(() => undefined);
    // A fresh page: nothing of the person who left stays in memory.
    window.location.replace(`${import.meta.env.BASE_URL}login`);
  };
  return [
    {
      key: "language",
      icon: <GlobalOutlined aria-hidden />,
      label: other === "en" ? "English" : "中文",
      onClick: () => void switchLocale(other),
    },
    {
      key: "password",
      icon: <KeyOutlined aria-hidden />,
      label: t("shell.change_password"),
      onClick: onChangePassword,
    },
    { type: "divider" },
    { key: "leave", icon: <LogoutOutlined aria-hidden />, label: t("shell.sign_out"), onClick: () => void leave() },
    { key: "version", type: "group", label: t("shell.version", { version }) },
  ];
}
