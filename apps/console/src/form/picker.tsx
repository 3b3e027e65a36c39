import { Loader, Select } from "@mantine/core";
import type { User } from "@roster/client";
import { useDeferredValue, useState } from "react";
import { useRead } from "../calls/calls.ts";
import { nameOf } from "../person/person.tsx";
import type { CallForm, Values } from "./call-form.ts";
import "@mantine/core/styles/Combobox.css";

const FOUND = 20;

interface PickerProps {
  label: string;
  /** Whether it stands in a row of filters, where no label is seen. */
  isFilter?: boolean;
  hint?: string | undefined;
  value: string;
  onChange(id: string): void;
  fault?: string | undefined;
  isRequired?: boolean;
}

interface Choice {
  value: string;
  label: string;
}

/** Chooses a record by searching for it. A record that the value names is shown by its name. */
function Picker({
  choices,
  typed,
  onType,
  isSearching,
  ...props
}: PickerProps & {
  choices: Choice[];
  typed: string;
  onType(text: string): void;
  isSearching: boolean;
}) {
  const { label, hint, value, onChange, fault, isRequired = false, isFilter = false } = props;
  return (
    <Select
      {...(isFilter ? { "aria-label": label } : { label })}
      description={hint}
      required={isRequired}
      error={fault}
      // A list box has options, also when nothing is found (WAI-ARIA).
      data={
        choices.length > 0
          ? choices
          : [{ value: "none", label: isSearching ? "Searching…" : "Nothing found", disabled: true }]
      }
      value={value || null}
      onChange={(id) => onChange(id ?? "")}
      searchable
      clearable={!isRequired}
      searchValue={typed}
      onSearchChange={onType}
      filter={({ options }) => options} // the server has searched
      rightSection={isSearching ? <Loader size={14} /> : undefined}
      withScrollArea={false} // the list itself scrolls, by the keys of the field
      comboboxProps={{ zIndex: 400, ...(isFilter && { width: 300, position: "bottom-start" }) }}
      placeholder={isFilter ? label : "Type to search"}
    />
  );
}

/** The typed text as a search. The label of the chosen record is no search. */
const searchFor = (typed: string, chosen: string | undefined) => (typed === chosen ? "" : typed.trim());

const labelOf = (user: User) => (user.email ? `${nameOf(user)} (${user.email})` : nameOf(user));

/** A user, of the organization `within` if there is one. */
export function UserPicker({ within, ...props }: PickerProps & { within?: string | undefined }) {
  const [typed, setTyped] = useState("");
  const chosen = useRead("fetchUsers", { ids: [props.value] }, { enabled: props.value !== "" }).data?.data[0];
  const search = useDeferredValue(searchFor(typed, chosen && labelOf(chosen)));
  const found = useRead("fetchUsers", { organization_id: within, search, per_page: FOUND }, { keeps: true });
  const users = [...(chosen ? [chosen] : []), ...(found.data?.data ?? []).filter(({ id }) => id !== chosen?.id)];
  const choices = users.map((user) => ({ value: user.id, label: labelOf(user) }));
  return <Picker {...props} choices={choices} typed={typed} onType={setTyped} isSearching={found.isFetching} />;
}

export function OrganizationPicker(props: PickerProps) {
  const [typed, setTyped] = useState("");
  const chosen = useRead("fetchOrganization", { organization_id: props.value }, { enabled: props.value !== "" }).data;
  const search = useDeferredValue(searchFor(typed, chosen?.name));
  const found = useRead("fetchOrganizations", { search, per_page: FOUND }, { keeps: true });
  const groups = [...(chosen ? [chosen] : []), ...(found.data?.data ?? []).filter(({ id }) => id !== chosen?.id)];
  const choices = groups.map(({ id, name }) => ({ value: id, label: name }));
  return <Picker {...props} choices={choices} typed={typed} onType={setTyped} isSearching={found.isFetching} />;
}

/** A workspace of the organization `within`. */
export function WorkspacePicker({ within, ...props }: PickerProps & { within?: string | undefined }) {
  const [typed, setTyped] = useState("");
  const chosen = useRead("fetchWorkspace", { workspace_id: props.value }, { enabled: props.value !== "" }).data;
  const search = useDeferredValue(searchFor(typed, chosen?.name));
  const found = useRead("fetchWorkspaces", { organization_id: within, search, per_page: FOUND }, { keeps: true });
  const groups = [...(chosen ? [chosen] : []), ...(found.data?.data ?? []).filter(({ id }) => id !== chosen?.id)];
  const choices = groups.map(({ id, name }) => ({ value: id, label: name }));
  return <Picker {...props} choices={choices} typed={typed} onType={setTyped} isSearching={found.isFetching} />;
}

const kinds = { user: UserPicker, organization: OrganizationPicker, workspace: WorkspacePicker };

/** A picker as a field of a form. */
export function PickerField<V extends Values>(props: {
  form: CallForm<V>;
  name: keyof V & string;
  kind: keyof typeof kinds;
  /** The organization whose workspaces or members are to choose from. */
  within?: string | undefined;
  label: string;
  hint?: string;
  isRequired?: boolean;
}) {
  const { form, name, kind, ...rest } = props;
  const Kind = kinds[kind];
  return (
    <Kind
      {...rest}
      value={String(form.values[name])}
      fault={form.faultOf(name)}
      onChange={(id) => form.set(name, id as V[typeof name])} // fields of ids are text
    />
  );
}
