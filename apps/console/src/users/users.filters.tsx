import type { ListUsersOptions, UserOrder } from "@roster/client";
import { ColumnsMenu } from "../table/columns-menu.tsx";
import { DateFilter, momentOf, SearchBox, SelectFilter, TextFilter } from "../table/filters.tsx";
import { MoreFilters } from "../table/more-filters.tsx";
import type { View } from "../table/view.ts";
import { columns } from "./users.table.tsx";

/** Filters beside the search and the state. */
export const furtherFilters = [
  "organization",
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
  organization_id: view.organization,
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

export const UserFilters = () => (
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
  >
    <label>
      Organization
      <TextFilter name="organization" label="Organization" placeholder="org_…" />
    </label>
    <label>
      Role, in that organization
      <TextFilter name="role" label="Role" placeholder="admin" />
    </label>
    <label>
      Account at
      <TextFilter name="provider" label="Provider" placeholder="google" />
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
