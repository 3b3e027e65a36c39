import { type Kysely, sql } from "kysely";
import { isPostgres } from "../dialect.ts";
import { searchIndexOnPostgres, searchIndexOnSqlite } from "./search-index.ts";
import { userBlocksOnPostgres, userBlocksOnSqlite, userBlocksTable } from "./user-blocks.ts";
import { userCardFunction, userCardOnPostgres, userCardOnSqlite } from "./user-card.ts";

const primaries = ["email", "phone_number"].map(
  (primary) =>
    `foreign key (id, ${primary}, primary_is_verified)
      references user_${primary === "email" ? "emails" : "phones"} (user_id, identifier, is_verified)
      deferrable initially deferred`,
);

const tables = [
  // `seq` is the order of creation: lists walk it, and search points at it. No number is given twice (autoincrement): who
  // is created after the newest ones were deleted must not stand where a cursor has been. A primary address or number is
  // named on the user and must be one of the user's own verified ones, which the two deferred foreign keys hold. Lists go
  // by the keys, and then by `seq`: they are columns so that SQLite looks for both in one step. They answer the cards.
  `create table users (
    seq integer primary key autoincrement,
    id text not null unique,
    first_name text,
    last_name text,
    username text unique,
    profile_picture_url text,
    external_id text unique,
    is_active integer not null default 1 check (is_active in (0, 1)),
    email text,
    phone_number text,
    primary_is_verified integer not null default 1 check (primary_is_verified = 1),
    name_key text not null,
    search_text text not null,
    search_digits text not null,
    public_metadata text not null,
    private_metadata text not null,
    password_hash text,
    deactivated_at text,
    deactivation_reason text,
    version integer not null default 1,
    created_at text not null,
    updated_at text not null,
    last_sign_in_at text,
    email_key text not null generated always as (coalesce(email, '')) virtual,
    last_sign_in_key text not null generated always as (coalesce(last_sign_in_at, '')) virtual,
    card text not null generated always as (${userCardOnSqlite}) stored,
    ${primaries.join(",\n    ")}
  ) strict`,
  "create index users_by_email on users (email_key)",
  "create index users_by_name on users (name_key)",
  "create index users_by_last_sign_in on users (last_sign_in_key)",
  "create index users_by_activity on users (is_active)",
  "create index users_by_activity_and_email on users (is_active, email_key)",
  "create index users_by_activity_and_name on users (is_active, name_key)",
  "create index users_by_activity_and_last_sign_in on users (is_active, last_sign_in_key)",
  userBlocksTable,

  `create table user_emails (
    id text not null primary key,
    user_id text not null references users (id) on delete cascade,
    identifier text not null,
    is_verified integer not null check (is_verified in (0, 1) and (is_verified = 1) = (verified_at is not null)),
    verified_at text,
    created_at text not null,
    updated_at text not null,
    unique (user_id, identifier),
    unique (user_id, identifier, is_verified)
  ) strict`,
  "create unique index user_emails_verified on user_emails (identifier) where is_verified = 1",
  "create index user_emails_unverified on user_emails (identifier) where is_verified = 0",

  `create table user_phones (
    id text not null primary key,
    user_id text not null references users (id) on delete cascade,
    identifier text not null,
    is_verified integer not null check (is_verified in (0, 1) and (is_verified = 1) = (verified_at is not null)),
    verified_at text,
    created_at text not null,
    updated_at text not null,
    unique (user_id, identifier),
    unique (user_id, identifier, is_verified)
  ) strict`,
  "create unique index user_phones_verified on user_phones (identifier) where is_verified = 1",
  "create index user_phones_unverified on user_phones (identifier) where is_verified = 0",

  `create table social_connections (
    id text not null primary key,
    user_id text not null references users (id) on delete cascade,
    provider text not null,
    provider_user_id text not null,
    email text,
    display_name text,
    created_at text not null,
    updated_at text not null,
    unique (provider, provider_user_id)
  ) strict`,
  "create index social_connections_by_user on social_connections (user_id)",

  `create table organizations (
    seq integer primary key autoincrement,
    id text not null unique,
    name text not null,
    slug text not null unique,
    search_text text not null,
    public_metadata text not null,
    created_at text not null,
    updated_at text not null
  ) strict`,
  `create table organization_memberships (
    id text not null primary key,
    organization_id text not null references organizations (id) on delete cascade,
    user_id text not null references users (id) on delete cascade,
    role text not null,
    created_at text not null,
    updated_at text not null,
    unique (organization_id, user_id)
  ) strict`,
  "create index organization_memberships_by_user on organization_memberships (user_id)",

  `create table workspaces (
    seq integer primary key autoincrement,
    id text not null unique,
    organization_id text not null references organizations (id) on delete cascade,
    name text not null,
    slug text not null,
    search_text text not null,
    public_metadata text not null,
    created_at text not null,
    updated_at text not null,
    unique (organization_id, slug),
    unique (id, organization_id)
  ) strict`,
  // Whoever is in a workspace is in its organization: the second foreign key holds it, and ends one with the other.
  `create table workspace_memberships (
    id text not null primary key,
    workspace_id text not null,
    organization_id text not null,
    user_id text not null,
    role text not null,
    created_at text not null,
    updated_at text not null,
    unique (workspace_id, user_id),
    foreign key (workspace_id, organization_id) references workspaces (id, organization_id) on delete cascade,
    foreign key (organization_id, user_id) references organization_memberships (organization_id, user_id)
      on delete cascade
  ) strict`,
  "create index workspace_memberships_by_user on workspace_memberships (user_id)",
  "create index workspace_memberships_by_organization on workspace_memberships (organization_id, user_id)",

  `create table invitations (
    seq integer primary key autoincrement,
    id text not null unique,
    email text not null,
    first_name text,
    last_name text,
    role text,
    organization_id text references organizations (id) on delete cascade,
    redirect_url text,
    public_metadata text not null,
    search_text text not null,
    status text not null default 'pending' check (status in ('pending', 'accepted', 'revoked', 'expired')),
    invited_by text not null,
    invited_at text not null,
    lifetime_days integer not null,
    expires_at text not null,
    accepted_at text,
    accepted_user_id text references users (id) on delete set null,
    revoked_at text
  ) strict`,
  `create unique index invitations_pending on invitations (email, coalesce(organization_id, ''))
    where status = 'pending'`,
  "create index invitations_by_status on invitations (status)",
  "create index invitations_by_organization on invitations (organization_id)",
  "create index invitations_by_accepted_user on invitations (accepted_user_id)",

  `create table waitlist (
    seq integer primary key autoincrement,
    id text not null unique,
    email text not null,
    first_name text,
    last_name text,
    metadata text not null,
    search_text text not null,
    status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
    created_at text not null,
    decided_at text,
    decided_by text,
    decision_reason text,
    user_id text references users (id) on delete set null,
    check ((status = 'pending') = (decided_at is null))
  ) strict`,
  // Who was approved and whose user is gone may join again.
  `create unique index waitlist_by_email on waitlist (email) where status <> 'approved' or user_id is not null`,
  "create index waitlist_by_status on waitlist (status)",
  "create index waitlist_by_user on waitlist (user_id)",

  // A code waits for whoever reads that mailbox or phone; it is known once it is sent, and then only as a hash.
  `create table verifications (
    id text not null primary key,
    email_id text unique references user_emails (id) on delete cascade,
    phone_id text unique references user_phones (id) on delete cascade,
    code_hash text,
    created_at text not null,
    expires_at text not null,
    check ((email_id is null) <> (phone_id is null))
  ) strict`,

  // The secrets of mailed links, as SHA-256. Each mail carries one of its own, so there may be several for one subject.
  `create table tokens (
    hash text not null primary key,
    purpose text not null check (purpose in ('invitation', 'password')),
    invitation_id text references invitations (id) on delete cascade,
    user_id text references users (id) on delete cascade,
    email text not null,
    created_at text not null,
    expires_at text not null,
    check (invitation_id is null or purpose = 'invitation'),
    check (user_id is null or purpose = 'password'),
    check ((invitation_id is null) <> (user_id is null))
  ) strict`,
  "create index tokens_by_invitation on tokens (invitation_id)",
  "create index tokens_by_user on tokens (user_id)",
  "create index tokens_by_expiry on tokens (expires_at)",

  // Mails and text messages. `due_at` is when the next attempt is due; whoever begins one moves it behind its own lease.
  `create table messages (
    seq integer primary key autoincrement,
    id text not null unique,
    template text not null
      check (template in ('invitation', 'welcome', 'email_code', 'phone_code', 'password_reset', 'password_changed')),
    recipient text not null,
    invitation_id text references invitations (id) on delete cascade,
    user_id text references users (id) on delete cascade,
    verification_id text references verifications (id) on delete set null,
    redirect_url text,
    state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'cancelled')),
    attempts integer not null default 0,
    last_error text,
    created_at text not null,
    due_at text not null,
    give_up_at text not null,
    sent_at text
  ) strict`,
  "create index messages_due on messages (due_at) where state = 'queued'",
  "create index messages_by_recipient on messages (recipient, created_at)",
  "create index messages_by_invitation on messages (invitation_id)",
  "create index messages_by_user on messages (user_id)",
  "create index messages_by_verification on messages (verification_id)",

  `create table rate_limits (
    key text not null primary key,
    points integer not null,
    expires_at text not null
  ) strict`,
  "create index rate_limits_by_expiry on rate_limits (expires_at)",

  // First answers to idempotency keys, readable only with the key (see idempotency.ts).
  `create table idempotent_answers (
    id text not null primary key,
    fingerprint text not null,
    answer text not null,
    created_at text not null
  ) strict`,
  "create index idempotent_answers_by_time on idempotent_answers (created_at)",

  `create table api_keys (
    seq integer primary key autoincrement,
    id text not null unique,
    name text not null,
    prefix text not null,
    hash text not null unique,
    scopes text not null,
    created_by text not null,
    created_at text not null,
    expires_at text,
    last_used_at text,
    revoked_at text
  ) strict`,

  `create table audit_entries (
    sequence integer primary key,
    id text not null unique,
    at text not null,
    actor text not null,
    action text not null,
    target_type text not null,
    target_id text not null,
    changes text not null,
    request_id text not null,
    hash text not null
  ) strict`,
  "create index audit_entries_by_target on audit_entries (target_id)",
];

const onSqlite = [...tables, ...searchIndexOnSqlite, ...userBlocksOnSqlite];

/** PostgreSQL knows no table before it is made, counts in 64 bits when told to, and sorts by bytes when told to. */
const onPostgres = [
  userCardFunction,
  ...tables.map((statement) =>
    statement
      .replace(`,\n    ${primaries.join(",\n    ")}`, "")
      .replace(userCardOnSqlite, userCardOnPostgres)
      .replace("integer primary key autoincrement", "bigint generated by default as identity primary key")
      .replace(/\binteger\b/g, "bigint")
      .replace("username text unique", "username text")
      .replace(/\) virtual\b/g, ") stored")
      // An index of SQLite ends in the row's number by itself.
      .replace(/^(create index users_by_.*)\)$/, "$1, seq)")
      .replace(/\btext\b/g, 'text collate "C"')
      .replace(/ strict(, without rowid)?$/, ""),
  ),
  // Last, so that of two that are taken the external id is named first, as on SQLite.
  "alter table users add unique (username)",
  ...primaries.map((primary) => `alter table users add ${primary}`),
  ...searchIndexOnPostgres,
  ...userBlocksOnPostgres,
];

export async function up(db: Kysely<never>) {
  for (const statement of isPostgres(db) ? onPostgres : onSqlite) await sql.raw(statement).execute(db);
}
