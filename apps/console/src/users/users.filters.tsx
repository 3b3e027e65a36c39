import type { ListUsersOptions, UserOrder } from "@roster/client";
import { lazy, Suspense } from "react";
import { OrganizationName, WorkspaceName } from "../organizations/group-name.tsx";
import { useCan } from "../session/session.ts";
import type { Chip } from "../table/chips.tsx";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { DateFilter, momentOf, SearchBox, SelectFilter, TextFilter } from "../table/filters.tsx";
import { MoreFilters } from "../table/more-filters.tsx";
import { useView, type View } from "../table/view.ts";
import { dayOf } from "../time/time.tsx";
import { columns } from "./users.table.tsx";

// Not in the first view of the list.
const OrganizationPicker = lazy(async () => ({ default: (await import("../form/picker.tsx")).OrganizationPicker }));
const WorkspacePicker = lazy(async () => ({ default: (await import("../form/picker.tsx")).WorkspacePicker }));

/** Filters beside the search and the state. */
export const furtherFilters = [
  "organization",
  "workspace",
  "role",
  "provider",
  "password",
  "email",
  "phone",
  "created_from",
  "created_to",
  "signed_in_from",
  "signed_in_to",
  "signed_in",
] as const;

const yesNo = (value: string | undefined) => (value === undefined ? undefined : value === "yes");

/** Makes the filters of a list from its address, for `fetchUsers`. The server judges the values. */
export const filtersOf = (
  view: View,
): Omit<ListUsersOptions, "page" | "per_page" | "cursor" | "include_total" | "direction"> => ({
  search: view.q,
  order_by: view.order as UserOrder | undefined, // the server refuses any other text
  is_active: view.state === undefined ? undefined : view.state === "active",
  organization_id: view.workspace ? undefined : view.organization, // a workspace is within its organization
  workspace_id: view.workspace,
  role: view.role,
  provider: view.provider,
  has_password: yesNo(view.password),
  email_verified: yesNo(view.email),
  phone_verified: yesNo(view.phone),
  created_from: momentOf(view.created_from),
  created_to: momentOf(view.created_to, 1),
  signed_in_from: momentOf(view.signed_in_from),
  signed_in_to: momentOf(view.signed_in_to, 1),
  never_signed_in: view.signed_in === undefined ? undefined : view.signed_in === "never",
});

const withAndWithout = [
  ["yes", "Yes"],
  ["no", "No"],
] as const;

const day = (value: string) => {
  const at = momentOf(value);
  return at === undefined ? value : dayOf(at);
};

/** Each filter as it is said while it is in use. */
const chips: readonly Chip[] = [
  {
    name: "organization",
    words: (id) => (
      <>
        Members of <OrganizationName id={id} />
      </>
    ),
    with: ["workspace", "role"],
  },
  {
    name: "workspace",
    words: (id) => (
      <>
        In the workspace <WorkspaceName id={id} />
      </>
    ),
  },
  { name: "role", words: (role) => `As ${role}` },
  { name: "provider", words: (provider) => `With an account at ${provider}` },
  { name: "password", words: (value) => (value === "yes" ? "With a password" : "Without a password") },
  { name: "email", words: (value) => (value === "yes" ? "With a verified address" : "Without a verified address") },
  { name: "phone", words: (value) => (value === "yes" ? "With a verified number" : "Without a verified number") },
  { name: "signed_in", words: (value) => (value === "never" ? "Never signed in" : "Signed in at least once") },
  { name: "created_from", words: (value) => `Created on ${day(value)} or later` },
  { name: "created_to", words: (value) => `Created until ${day(value)}` },
  { name: "signed_in_from", words: (value) => `Last sign-in on ${day(value)} or later` },
  { name: "signed_in_to", words: (value) => `Last sign-in until ${day(value)}` },
];

export function UserFilters() {
  const [view, setView] = useView();
  const can = useCan();
  const { organization, workspace } = view;
  return (
    <MoreFilters
      names={furtherFilters}
      before={
        <>
          <SearchBox placeholder="Name, address, number or id" />
          <SelectFilter
            name="state"
            label="State"
            any="Any state"
            options={[
              ["active", "Active"],
              ["deactivated", "Deactivated"],
            ]}
          />
        </>
      }
      after={<ColumnsMenu columns={columns} />}
      chips={chips}
    >
      {can("organizations:read") ? (
        <Suspense>
          <label>
            Organization
            <OrganizationPicker
              isFilter
              label="Any organization"
              value={organization ?? ""}
              onChange={(id) =>
                void setView({ organization: id, workspace: undefined, ...(!id && { role: undefined }) })
              }
            />
          </label>
          {organization ? (
            <label>
              Workspace
              <WorkspacePicker
                isFilter
                label="Any workspace"
                within={organization}
                value={workspace ?? ""}
                onChange={(id) => void setView({ workspace: id })}
              />
            </label>
          ) : null}
        </Suspense>
      ) : null}
      {organization || workspace ? (
        <label>
          Role there
          <TextFilter name="role" label="Role there" placeholder="Any role" />
        </label>
      ) : null}
      <label>
        Account at
        <TextFilter name="provider" label="Provider" placeholder="Any provider, such as google" />
      </label>
      <label>
        Password
        <SelectFilter name="password" label="Password" any="With or without" options={withAndWithout} />
      </label>
      <label>
        Verified address
        <SelectFilter name="email" label="Verified address" any="With or without" options={withAndWithout} />
      </label>
      <label>
        Verified number
        <SelectFilter name="phone" label="Verified number" any="With or without" options={withAndWithout} />
      </label>
      <label>
        Ever signed in
        <SelectFilter
          name="signed_in"
          label="Ever signed in"
          any="Yes or no"
          options={[
            ["ever", "Yes"],
            ["never", "No"],
          ]}
        />
      </label>
      <label>
        Created from
        <DateFilter name="created_from" label="Created from" />
      </label>
      <label>
        Created until
        <DateFilter name="created_to" label="Created until" />
      </label>
      <label>
        Last sign-in from
        <DateFilter name="signed_in_from" label="Last sign-in from" />
      </label>
      <label>
        Last sign-in until
        <DateFilter name="signed_in_to" label="Last sign-in until" />
      </label>
    </MoreFilters>
  );
}
