/** The columns of a user in answers, in the order that `toUser` takes them. */
export const userColumns = [
  "id",
  "email",
  "phone_number",
  "first_name",
  "last_name",
  "username",
  "profile_picture_url",
  "is_active",
  "external_id",
  "public_metadata",
  "version",
  "created_at",
  "updated_at",
  "last_sign_in_at",
] as const;

/** The primary address stands on the user's own row, so that the list needs no join. */
export const newest = `select ${userColumns.join(", ")} from users order by seq desc limit 20`;

export function toUser(row: readonly unknown[]) {
  return {
    id: row[0],
    email: row[1],
    phone_number: row[2],
    first_name: row[3],
    last_name: row[4],
    username: row[5],
    profile_picture_url: row[6],
    is_active: row[7] === 1,
    external_id: row[8],
    public_metadata: JSON.parse(String(row[9])) as unknown,
    version: row[10],
    created_at: row[11],
    updated_at: row[12],
    last_sign_in_at: row[13],
  };
}

/** The SQL that differs between the databases. */
interface Dialect {
  object: string;
  array: (object: string, order: string) => string;
  /** Embeds JSON text as JSON, not as a quoted string. */
  json: (text: string) => string;
  flag: (condition: string) => string;
  parameter: string;
}

export const sqlite: Dialect = {
  object: "json_object",
  array: (object, order) => `json_group_array(${object} order by ${order})`,
  json: (text) => `json(${text})`,
  flag: (condition) => `json(iif(${condition}, 'true', 'false'))`,
  parameter: "?",
};

export const postgres: Dialect = {
  object: "json_build_object",
  array: (object, order) => `coalesce(json_agg(${object} order by ${order}), '[]'::json)`,
  json: (text) => `(${text})::json`,
  flag: (condition) => `(${condition})`,
  parameter: "$1",
};

const fields = (table: string, names: readonly string[]) => names.map((name) => `'${name}', ${table}.${name}`).join();

/** The whole answer about a user as JSON, in one statement. */
export function detailsStatement({ object, array, json, flag, parameter }: Dialect) {
  const list = (row: string, alias: string, from: string) =>
    json(`(select ${array(row, `${alias}.created_at, ${alias}.id`)} from ${from})`);
  const times = ["created_at", "updated_at"];
  const identifiers = (table: string, name: string, primary: string) =>
    list(
      `${object}('id', i.id, '${name}', i.identifier, 'is_verified', ${flag("i.is_verified = 1")},
        'is_primary', ${flag(`i.identifier = users.${primary}`)}, ${fields("i", ["verified_at", ...times])})`,
      "i",
      `${table} i where i.user_id = users.id`,
    );
  const plain = userColumns.filter((name) => name !== "is_active" && name !== "public_metadata");
  const socials = list(
    `${object}(${fields("s", ["id", "provider", "provider_user_id", "email", "display_name", ...times])})`,
    "s",
    "social_connections s where s.user_id = users.id",
  );
  const organizations = list(
    `${object}(${fields("m", ["id", "user_id", "organization_id"])}, 'organization_name', o.name, ${fields("m", ["role", ...times])})`,
    "m",
    "organization_memberships m join organizations o on o.id = m.organization_id where m.user_id = users.id",
  );
  return `select ${object}(
    'user', ${object}(${fields("users", [...plain, "deactivated_at", "deactivation_reason"])},
      'is_active', ${flag("users.is_active = 1")}, 'public_metadata', ${json("users.public_metadata")},
      'private_metadata', ${json("users.private_metadata")}, 'has_password', ${flag("users.password_hash is not null")}),
    'emails', ${identifiers("user_emails", "email", "email")},
    'phones', ${identifiers("user_phones", "phone_number", "phone_number")},
    'social_connections', ${socials},
    'organizations', ${organizations}) as details
  from users where users.id = ${parameter}`;
}
