// What lists answer of a user, as JSON: the database writes it anew whenever the user's row changes.

/** The fields of a User that are texts or numbers as they are, and the two that are not, in the contract's order. */
const fields = {
  id: "text",
  email: "text",
  phone_number: "text",
  first_name: "text",
  last_name: "text",
  username: "text",
  profile_picture_url: "text",
  is_active: "boolean",
  external_id: "text",
  public_metadata: "json",
  version: "integer",
  created_at: "text",
  updated_at: "text",
  last_sign_in_at: "text",
};
const entries = Object.entries(fields);

const valueOnSqlite = (name: string, type: string) =>
  ({ boolean: `json(iif(${name}, 'true', 'false'))`, json: `json(${name})` })[type] ?? name;

export const userCardOnSqlite = `json_object(${entries
  .map(([name, type]) => `\n      '${name}', ${valueOnSqlite(name, type)}`)
  .join(",")}
    )`;

const valueOnPostgres = (name: string, type: string) =>
  ({ boolean: `${name} = 1 as ${name}`, json: `${name}::json` })[type] ?? name;

/** PostgreSQL calls its own JSON functions stable, as what they make of a date depends on settings. There is none here. */
export const userCardFunction = `create function user_card(
  ${entries.map(([name, type]) => `${name} ${type === "integer" || type === "boolean" ? "bigint" : "text"}`).join(", ")}
) returns text language sql immutable parallel safe as $$
  select row_to_json(card)::text from (
    select ${entries.map(([name, type]) => valueOnPostgres(name, type)).join(", ")}
  ) as card
$$`;

export const userCardOnPostgres = `user_card(${Object.keys(fields).join(", ")})`;
