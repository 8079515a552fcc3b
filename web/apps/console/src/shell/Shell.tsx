// The frame of the console: menu on the left (a drawer on small screens), the screen on the right.
import { MenuOutlined } from "@ant-design/icons";
import { t } from "@siyu/i18n";
import { Button, Drawer, Grid } from "antd";
import { useState, type ReactNode } from "react";
import { AccountMenu } from "./AccountMenu.tsx";
import { Brand } from "./Brand.tsx";
import { MainMenu } from "./MainMenu.tsx";

export function Shell({ children }: { children: ReactNode }) {
  const wide = Grid.useBreakpoint().lg ?? window.innerWidth >= 992;
  return (
    <div className={wide ? "sy-shell" : "sy-shell sy-shell-narrow"}>
      <a className="sy-skip" href="#content">
        {t("shell.skip")}
      </a>
      {wide ? <SideBar /> : <TopBar />}
      <main id="content" className="sy-content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function SideBar() {
  return (
    <div className="sy-side">
      <Brand />
      <MainMenu />
      <AccountMenu placement="topLeft" />
    </div>
  );
}

function TopBar() {
  const [open, setOpen] = useState(false);
  return (
    <header className="sy-top">
      <Button
        type="text"
        icon={<MenuOutlined aria-hidden />}
        aria-label={t("shell.menu")}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      />
      <Brand />
      <AccountMenu placement="bottomRight" compact />
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={272}
        title={<Brand />}
        className="sy-menu-drawer"
      >
        <MainMenu onChoose={() => setOpen(false)} />
      </Drawer>
    </header>
  );
}
