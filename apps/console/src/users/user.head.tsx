import { Button, Menu } from "@mantine/core";
import type { UserDetails } from "@roster/client";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { RefusalOf } from "../form/act.tsx";
import { Copy } from "../form/copy.tsx";
import { nameOf } from "../person/person.tsx";
import { Picture } from "../person/picture.tsx";
import { ActionItems } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { useUserActs } from "./user.acts.tsx";
import { UserDialogs } from "./user.dialogs.tsx";
import "../shell/tabs.css";
import "./user.css";

/** Who the user is, and what can be done with the account. */
export function UserHead({ details }: { details: UserDetails }) {
  const { user } = details;
  const name = nameOf(user);
  const { act, main, more } = useUserActs(user);
  return (
    <>
      <nav className="crumbs small user-crumbs" aria-label="Breadcrumb">
        <Link to="/users">Users</Link> / <bdi>{name}</bdi>
      </nav>
      <header className="record-head user-head">
        <Picture id={user.id} name={name} url={user.profile_picture_url} />
        <div className="user-words">
          <h1>
            <bdi>{name}</bdi>
          </h1>
          <span className="muted mono">
            {user.id} <Copy text={user.id} label="Copy the id" />
          </span>
        </div>
        {user.is_active ? <State meaning="ok">Active</State> : <State meaning="off">Deactivated</State>}
        <div className="user-actions">
          {main.map(({ label, onClick }) => (
            <Button key={label} variant="default" onClick={onClick}>
              {label}
            </Button>
          ))}
          <Menu>
            <Menu.Target>
              <Button variant="default" px={10} aria-label="More actions">
                <IconDots size={16} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown aria-label="More actions">
              <ActionItems actions={more} />
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      {user.deactivated_at ? (
        <p className="user-note">
          Deactivated <Time at={user.deactivated_at} />
          {user.deactivation_reason ? (
            <>
              : <bdi>{user.deactivation_reason}</bdi>
            </>
          ) : null}
        </p>
      ) : null}
      <RefusalOf of={user.id} act={act} />
      <UserDialogs details={details} act={act} />
    </>
  );
}

/** As high as the head, so that nothing moves when it comes. */
export const UserHeadSkeleton = () => (
  <div aria-hidden="true">
    <div className="crumbs small user-crumbs">…</div>
    <div className="record-head user-head">
      <span className="initials skeleton" data-size="large" />
      <div className="user-words">
        <h1>…</h1>
        <span className="mono">…</span>
      </div>
    </div>
  </div>
);
