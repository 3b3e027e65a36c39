CREATE TABLE users (
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
  flags integer not null,
  card text not null,
  email_key text not null generated always as (coalesce(email, '')) virtual,
  last_sign_in_key text not null generated always as (coalesce(last_sign_in_at, '')) virtual,
  constraint users_flags check (
    flags = is_active + 2 * (password_hash is not null) + 4 * (email is not null) + 8 * (phone_number is not null)
      + 16 * (last_sign_in_at is null)
  ),
  foreign key (id, email, primary_is_verified)
    references user_emails (user_id, identifier, is_verified)
    deferrable initially deferred,
  foreign key (id, phone_number, primary_is_verified)
    references user_phones (user_id, identifier, is_verified)
    deferrable initially deferred
) strict;

CREATE INDEX users_by_seq on users (seq, flags);

CREATE INDEX users_by_creation on users (created_at);

CREATE INDEX users_by_email on users (email_key);

CREATE INDEX users_by_name on users (name_key);

CREATE INDEX users_by_last_sign_in on users (last_sign_in_key);

CREATE INDEX users_by_flags on users (flags);

CREATE TRIGGER users_pending_after_insert after insert on users begin
  insert into pending_search values ('users', new.seq) on conflict do nothing;
end;

CREATE TRIGGER users_pending_after_update after update of search_text on users begin
  insert into pending_search values ('users', new.seq) on conflict do nothing;
end;

CREATE TRIGGER users_pending_after_delete after delete on users begin
  insert into pending_search values ('users', old.seq) on conflict do nothing;
end;

CREATE TABLE user_emails (
  id text not null primary key,
  user_id text not null references users (id) on delete cascade,
  identifier text not null,
  is_verified integer not null check (is_verified in (0, 1) and (is_verified = 1) = (verified_at is not null)),
  verified_at text,
  created_at text not null,
  updated_at text not null,
  unique (user_id, identifier),
  unique (user_id, identifier, is_verified)
) strict;

CREATE UNIQUE INDEX user_emails_verified on user_emails (identifier) where is_verified = 1;

CREATE INDEX user_emails_unverified on user_emails (identifier) where is_verified = 0;

CREATE TABLE user_phones (
  id text not null primary key,
  user_id text not null references users (id) on delete cascade,
  identifier text not null,
  is_verified integer not null check (is_verified in (0, 1) and (is_verified = 1) = (verified_at is not null)),
  verified_at text,
  created_at text not null,
  updated_at text not null,
  unique (user_id, identifier),
  unique (user_id, identifier, is_verified)
) strict;

CREATE UNIQUE INDEX user_phones_verified on user_phones (identifier) where is_verified = 1;

CREATE INDEX user_phones_unverified on user_phones (identifier) where is_verified = 0;

CREATE TABLE social_connections (
  id text not null primary key,
  user_id text not null references users (id) on delete cascade,
  provider text not null,
  provider_user_id text not null,
  email text,
  display_name text,
  created_at text not null,
  updated_at text not null,
  unique (provider, provider_user_id)
) strict;

CREATE INDEX social_connections_by_user on social_connections (user_id);

CREATE TABLE organizations (
  seq integer primary key autoincrement,
  id text not null unique,
  name text not null,
  slug text not null unique,
  search_text text not null,
  public_metadata text not null,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null
) strict;

CREATE TRIGGER organizations_pending_after_insert after insert on organizations begin
  insert into pending_search values ('organizations', new.seq) on conflict do nothing;
end;

CREATE TRIGGER organizations_pending_after_update after update of search_text on organizations begin
  insert into pending_search values ('organizations', new.seq) on conflict do nothing;
end;

CREATE TRIGGER organizations_pending_after_delete after delete on organizations begin
  insert into pending_search values ('organizations', old.seq) on conflict do nothing;
end;

CREATE TABLE organization_memberships (
  id text not null primary key,
  organization_id text not null references organizations (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  role text not null,
  created_at text not null,
  updated_at text not null,
  unique (organization_id, user_id)
) strict;

CREATE INDEX organization_memberships_by_user on organization_memberships (user_id);

CREATE INDEX organization_memberships_by_role on organization_memberships (organization_id, role);

CREATE INDEX organization_memberships_by_creation on organization_memberships (organization_id, created_at);

CREATE TABLE workspaces (
  seq integer primary key autoincrement,
  id text not null unique,
  organization_id text not null references organizations (id) on delete cascade,
  name text not null,
  slug text not null,
  search_text text not null,
  public_metadata text not null,
  version integer not null default 1,
  created_at text not null,
  updated_at text not null,
  unique (organization_id, slug),
  unique (id, organization_id)
) strict;

CREATE TRIGGER workspaces_pending_after_insert after insert on workspaces begin
  insert into pending_search values ('workspaces', new.seq) on conflict do nothing;
end;

CREATE TRIGGER workspaces_pending_after_update after update of search_text on workspaces begin
  insert into pending_search values ('workspaces', new.seq) on conflict do nothing;
end;

CREATE TRIGGER workspaces_pending_after_delete after delete on workspaces begin
  insert into pending_search values ('workspaces', old.seq) on conflict do nothing;
end;

CREATE TABLE workspace_memberships (
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
) strict;

CREATE INDEX workspace_memberships_by_user on workspace_memberships (user_id);

CREATE INDEX workspace_memberships_by_role on workspace_memberships (workspace_id, role);

CREATE INDEX workspace_memberships_by_creation on workspace_memberships (workspace_id, created_at);

CREATE INDEX workspace_memberships_by_organization on workspace_memberships (organization_id, user_id);

CREATE TABLE invitations (
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
) strict;

CREATE UNIQUE INDEX invitations_pending on invitations (email, coalesce(organization_id, '')) where status = 'pending';

CREATE INDEX invitations_open on invitations (expires_at) where status = 'pending';

CREATE INDEX invitations_by_expiry on invitations (expires_at);

CREATE INDEX invitations_by_email on invitations (email, status);

CREATE INDEX invitations_by_status on invitations (status);

CREATE INDEX invitations_by_inviter on invitations (invited_by);

CREATE INDEX invitations_by_organization on invitations (organization_id);

CREATE INDEX invitations_by_accepted_user on invitations (accepted_user_id);

CREATE TRIGGER invitations_pending_after_insert after insert on invitations begin
  insert into pending_search values ('invitations', new.seq) on conflict do nothing;
end;

CREATE TRIGGER invitations_pending_after_update after update of search_text on invitations begin
  insert into pending_search values ('invitations', new.seq) on conflict do nothing;
end;

CREATE TRIGGER invitations_pending_after_delete after delete on invitations begin
  insert into pending_search values ('invitations', old.seq) on conflict do nothing;
end;

CREATE TABLE waitlist (
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
) strict;

CREATE UNIQUE INDEX waitlist_by_email on waitlist (email) where status <> 'approved';

CREATE INDEX waitlist_by_status on waitlist (status);

CREATE INDEX waitlist_by_user on waitlist (user_id);

CREATE TRIGGER waitlist_pending_after_insert after insert on waitlist begin
  insert into pending_search values ('waitlist', new.seq) on conflict do nothing;
end;

CREATE TRIGGER waitlist_pending_after_update after update of search_text on waitlist begin
  insert into pending_search values ('waitlist', new.seq) on conflict do nothing;
end;

CREATE TRIGGER waitlist_pending_after_delete after delete on waitlist begin
  insert into pending_search values ('waitlist', old.seq) on conflict do nothing;
end;

CREATE TABLE verifications (
  id text not null primary key,
  email_id text unique references user_emails (id) on delete cascade,
  phone_id text unique references user_phones (id) on delete cascade,
  code_hash text,
  created_at text not null,
  expires_at text not null,
  check ((email_id is null) <> (phone_id is null))
) strict;

CREATE TABLE tokens (
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
) strict;

CREATE INDEX tokens_by_invitation on tokens (invitation_id);

CREATE INDEX tokens_by_user on tokens (user_id);

CREATE INDEX tokens_by_expiry on tokens (expires_at);

CREATE TABLE messages (
  seq integer primary key autoincrement,
  id text not null unique,
  kind text not null,
  lane text not null,
  template text,
  recipient text not null,
  user_id text references users (id) on delete cascade,
  subject_id text,
  facts text not null default '{}',
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'cancelled')),
  attempts integer not null default 0,
  last_error text,
  created_at text not null,
  due_at text not null,
  give_up_at text not null,
  sent_at text,
  kept_until text
) strict;

CREATE INDEX messages_due on messages (kind, lane, due_at) where state = 'queued';

CREATE INDEX messages_by_recipient on messages (recipient, created_at);

CREATE INDEX messages_by_subject on messages (subject_id, state);

CREATE INDEX messages_by_user on messages (user_id, template);

CREATE INDEX messages_by_end on messages (kept_until);

CREATE INDEX messages_by_state on messages (state);

CREATE INDEX messages_by_kind on messages (kind);

CREATE INDEX messages_by_template on messages (template);

CREATE TABLE rate_limits (
  key text not null primary key,
  points integer not null,
  expires_at text not null
) strict;

CREATE INDEX rate_limits_by_expiry on rate_limits (expires_at);

CREATE TABLE failures (
  key text not null primary key,
  kind text not null,
  day text not null,
  who text not null,
  place text not null,
  times integer not null,
  last_at text not null,
  kept_until text not null
) strict;

CREATE INDEX failures_by_day on failures (day, kind);

CREATE INDEX failures_by_who on failures (who);

CREATE INDEX failures_by_end on failures (kept_until);

CREATE TABLE idempotent_answers (
  id text not null primary key,
  fingerprint text not null,
  answer text not null,
  created_at text not null
) strict;

CREATE INDEX idempotent_answers_by_time on idempotent_answers (created_at);

CREATE TABLE api_keys (
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
  revoked_at text,
  successor_id text
) strict;

CREATE TABLE console_sessions (
  hash text not null primary key,
  api_key_id text references api_keys (id),
  created_at text not null,
  expires_at text not null,
  last_used_at text
) strict;

CREATE INDEX console_sessions_by_key on console_sessions (api_key_id);

CREATE INDEX console_sessions_by_expiry on console_sessions (expires_at);

CREATE TABLE audit_entries (
  seq integer primary key autoincrement,
  id text not null unique,
  at text not null,
  actor text not null,
  event text not null,
  action text not null,
  target_type text not null,
  target_id text not null,
  changes text not null,
  request_id text not null,
  sequence integer unique,
  hash text,
  check ((sequence is null) = (hash is null))
) strict;

CREATE INDEX audit_entries_by_target on audit_entries (target_id);

CREATE INDEX audit_entries_by_actor on audit_entries (actor);

CREATE INDEX audit_entries_by_event on audit_entries (event);

CREATE INDEX audit_entries_by_request on audit_entries (request_id);

CREATE INDEX audit_entries_by_time on audit_entries (at);

CREATE TABLE event_counts (
  key text not null primary key,
  day text not null,
  event text not null,
  times integer not null
) strict;

CREATE VIRTUAL TABLE users_search using fts5 (
grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

CREATE VIRTUAL TABLE organizations_search using fts5 (
grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

CREATE VIRTUAL TABLE workspaces_search using fts5 (
grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

CREATE VIRTUAL TABLE invitations_search using fts5 (
grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

CREATE VIRTUAL TABLE waitlist_search using fts5 (
grams, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');

CREATE TABLE pending_search (
  name text not null,
  seq integer not null,
  primary key (name, seq)
) strict, without rowid;
