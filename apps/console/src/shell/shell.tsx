import { ActionIcon, Button, Drawer } from "@mantine/core";
import { IconMenu2, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Shortcuts } from "../keys/shortcuts.tsx";
import { openPalette, Palette } from "../palette/open.tsx";
import { useCan } from "../session/session.ts";
import { SessionMenu } from "../session/session-menu.tsx";
import { SignInAgain } from "../session/sign-in-again.tsx";
import { switchColours, useColours } from "../theme/colours.ts";
import { useMinutes } from "../time/time.tsx";
import { UtcTooltip } from "../time/utc-tooltip.tsx";
import { Connection } from "./connection.tsx";
import { pages } from "./pages.ts";
import "./shell.css";

/** The frame of all pages: the rail of pages, and the page beside it. */
export function Shell() {
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [pathname]);
  useMinutes();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="topbar narrow-only">
        <ActionIcon variant="subtle" color="gray" size={36} aria-label="Pages" onClick={() => setOpen(true)}>
          <IconMenu2 size={20} />
        </ActionIcon>
        <Brand />
        <ActionIcon variant="subtle" color="gray" size={36} aria-label="Search" onClick={openPalette}>
          <IconSearch size={18} />
        </ActionIcon>
      </header>
      <div className="rail wide-only">
        <Rail />
      </div>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        size={260}
        title={<Brand />}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Rail />
      </Drawer>
      <main id="main" tabIndex={-1} data-scroll-restoration-id="main">
        <Connection />
        <Outlet />
      </main>
      <UtcTooltip />
      <Palette />
      <Shortcuts />
      <SignInAgain />
    </div>
  );
}

const Brand = () => (
  <span className="brand">
    <span className="brand-mark" aria-hidden="true">
      R
    </span>
    Roster
  </span>
);

function Rail() {
  const can = useCan();
  const isDark = useColours() === "dark";
  return (
    <>
      <div className="rail-head wide-only">
        <Brand />
      </div>
      <Button
        className="rail-search"
        variant="default"
        justify="flex-start"
        leftSection={<IconSearch size={16} />}
        rightSection={<kbd>Ctrl K</kbd>}
        onClick={openPalette}
      >
        Search
      </Button>
      <nav aria-label="Pages">
        <ul>
          {pages
            .filter(({ scope }) => can(scope))
            .map(({ to, title, icon: Icon }) => (
              <li key={to}>
                <Link to={to} className="rail-link" activeProps={{ "aria-current": "page" }}>
                  <Icon size={18} stroke={1.6} aria-hidden="true" />
                  {title}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      <div className="rail-foot">
        <SessionMenu />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={isDark ? "Use light colors" : "Use dark colors"}
          onClick={switchColours}
        >
          {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
        </ActionIcon>
      </div>
    </>
  );
}
