import { useDebouncedValue } from "@mantine/hooks";
import {
  createSpotlight,
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from "@mantine/spotlight";
import {
  IconBuilding,
  IconKey,
  IconMoon,
  IconSearch,
  IconSend,
  IconSun,
  IconUserCheck,
  IconUserPlus,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useRead } from "../calls/calls.ts";
import { Initials, nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { pages } from "../shell/pages.ts";
import { PAUSE_MILLISECONDS } from "../table/filters.tsx";
import { switchColours, useColours } from "../theme/colours.ts";
import { pageOfId } from "./ids.ts";
import "@mantine/spotlight/styles.css";
import "./palette.css";

const [store, spotlight] = createSpotlight();

/** Enter opens the first of what is found, also when it comes after the typing: the library selects only what is there by then. */
function selectFirst(typed: string) {
  const list = document.querySelector(".mantine-Spotlight-actionsList");
  if (typed === "" || !list || list.querySelector("[data-selected]")) return;
  list.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: 0 }));
}

/** What can be made, each in a dialog of its page. */
const creations = [
  {
    label: "Create user…",
    icon: IconUserPlus,
    scope: "users:write",
    to: "/users",
    search: { dialog: "create" },
  },
  {
    label: "Invite somebody…",
    icon: IconSend,
    scope: "invitations:write",
    to: "/invitations",
    search: { dialog: "invite" },
  },
  {
    label: "Approve next on the waitlist…",
    icon: IconUserCheck,
    scope: "waitlist:write",
    to: "/waitlist",
    search: { dialog: "approve-next" },
  },
  {
    label: "Create organization…",
    icon: IconBuilding,
    scope: "organizations:write",
    to: "/organizations",
    search: { dialog: "create" },
  },
  {
    label: "Create API key…",
    icon: IconKey,
    scope: "api_keys:manage",
    to: "/keys",
    search: { dialog: "create" },
  },
] as const;

const MOST = 100; // characters of a search

/** Finds pages, actions, users, organizations, and the page of a pasted id. */
export default function PaletteContent({ opening }: { opening: number }) {
  const [typed, setTyped] = useState("");
  useEffect(() => spotlight.open(), [opening]);
  useEffect(() => selectFirst(typed));
  const navigate = useNavigate();
  const can = useCan();
  const isDark = useColours() === "dark";
  const search = typed.trim();
  const [asked] = useDebouncedValue(search, PAUSE_MILLISECONDS);
  const users = useRead(
    "fetchUsers",
    { search: asked, per_page: 6 },
    { enabled: asked !== "" && can("users:read"), keeps: true },
  );
  const organizations = useRead(
    "fetchOrganizations",
    { search: asked, per_page: 4 },
    { enabled: asked !== "" && can("organizations:read"), keeps: true },
  );
  const has = (words: string) => words.toLowerCase().includes(search.toLowerCase());
  const idPage = pageOfId(search);

  const goTo = pages
    .filter(({ title, scope }) => can(scope) && has(title))
    .map(({ to, title, icon: Icon }) => ({
      id: to,
      label: title,
      leftSection: <Icon size={18} stroke={1.6} />,
      onClick: () => void navigate({ to }),
    }));
  const doing: SpotlightActionData[] = [
    ...creations
      .filter(({ scope }) => can(scope))
      .map(({ label, icon: Icon, to, search: dialog }) => ({
        id: label,
        label,
        leftSection: <Icon size={18} stroke={1.6} />,
        onClick: () => void navigate({ to, search: dialog }),
      })),
    {
      id: "colours",
      label: isDark ? "Use light colors" : "Use dark colors",
      leftSection: isDark ? <IconSun size={18} /> : <IconMoon size={18} />,
      onClick: switchColours,
    },
  ].filter(({ label }) => has(label));
  const found = (search === "" ? [] : (users.data?.data ?? [])).map((user) => ({
    id: user.id,
    label: nameOf(user),
    description: [user.email, user.phone_number, user.is_active ? undefined : "deactivated"]
      .filter(Boolean)
      .join(" · "),
    leftSection: <Initials id={user.id} name={nameOf(user)} />,
    onClick: () => void navigate({ to: "/users/$id/$tab", params: { id: user.id, tab: "overview" } }),
  }));
  const foundOrganizations = (search === "" ? [] : (organizations.data?.data ?? [])).map(({ id, name, slug }) => ({
    id,
    label: name,
    description: slug,
    leftSection: <IconBuilding size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: "/organizations/$id/$tab", params: { id, tab: "members" } }),
  }));
  const groups: SpotlightActionGroupData[] = [
    {
      group: "Id",
      actions: idPage ? [{ id: "id", label: `Open ${search}`, onClick: () => void navigate({ href: idPage }) }] : [],
    },
    { group: "Users", actions: found },
    { group: "Organizations", actions: foundOrganizations },
    { group: "Go to", actions: goTo },
    { group: "Do", actions: doing },
  ].filter(({ actions }) => actions.length > 0);

  return (
    <Spotlight
      store={store}
      actions={groups}
      filter={(_, all) => all}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={() => setTyped("")}
      lockScroll={false}
      shortcut={null}
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      yOffset={80}
      centered={false}
      maxHeight={420}
      nothingFound={users.isFetching || asked !== search ? "Searching…" : "Nothing found"}
      attributes={{ content: { "aria-label": "Search, go to a page or do something" } }}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        maxLength: MOST,
        placeholder: "Find a user or an organization, paste an id, or type a command",
        "aria-label": "Find a user or an organization, paste an id, or type a command",
      }}
    />
  );
}
