-- The tables of the main road. Positions are journal positions (stream sequence × 65536 + index), times of
-- facts are journal time.
-- ark_hypertable(table, column, interval) makes a hypertable where TimescaleDB is there, and nothing on plain
-- PostgreSQL.

-- One row: how far storage has come. Moved from P to Q in the transaction that writes the rows of P..Q, so
-- storage is exactly once.
create table projector (
  only_row       boolean primary key default true check (only_row),
  position       bigint not null default 0,
  journal_ms     bigint not null default 0,
  -- Identity of the stream and of the last record read: a replaced or truncated journal is refused.
  stream_created text not null default '',
  record_hash    text not null default '',
  -- Who may project, until when.
  holder         text not null default '',
  lease_until    timestamptz not null default 'epoch',
  -- Numbers of the outbox have no gaps: they are taken from this row, under its lock.
  outbox_next    bigint not null default 1,
  config_version bigint not null default 0
);
insert into projector default values;

-- What every reader of the journal starts from: the last number of each source. Every batch updates the rows
-- of all that spoke: room in the page and no index on what changes keep that cheap.
create table source (
  source    text primary key,
  last      bigint not null,
  used_ms   bigint not null,
  -- Its sourceExpired is in the outbox already.
  expiring  boolean not null default false
) with (fillfactor = 70);

-- Runs of hubs and of outboxes, and the last record number of each: readers stop at a hole.
create table hub_run (
  run       text primary key,
  record    bigint not null,
  -- Journal time of its last record, and where that lies in the stream.
  beat_ms   bigint not null,
  stream_sequence bigint not null default 0,
  state     text not null check (state in ('alive', 'stopped', 'lost', 'outbox')),
  -- Its hubLost is in the outbox already.
  losing    boolean not null default false
);

-- Facts that the hub itself says, written with the rows that made them and appended to the journal after the
-- commit.
create table outbox (
  number    bigint primary key,
  event     bytea not null,
  created_at timestamptz not null default now()
);

-- Events the database refused, kept whole.
create table quarantine (
  position  bigint primary key,
  event     bytea not null,
  reason    text not null,
  at        timestamptz not null default now()
);

create table department (
  id        bigint generated always as identity primary key,
  parent    bigint references department,
  name      text not null,
  remark    text not null default ''
);

-- Named app_user because user is a reserved word.
create table app_user (
  id          text primary key,
  login_name  text not null unique,
  -- scrypt$N$r$p$salt$hash, base64url.
  password    text not null,
  real_name   text not null,
  department  bigint not null references department,
  permissions text[] not null default '{}',
  disabled    boolean not null default false,
  created_at  timestamptz not null default now()
);

create table session (
  -- sha-256 of the cookie's token: a stolen table opens nothing.
  token_hash  bytea primary key,
  app_user    text not null references app_user,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);
create index session_of_user on session (app_user);

create table enrolment (
  token_hash  bytea primary key,
  keeper      text not null references app_user,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  revoked_at  timestamptz
);

create table device (
  id           text primary key,
  key_hash     bytea not null,
  keeper       text not null references app_user,
  remark       text not null default '',
  enrolled_at  timestamptz not null default now(),
  revoked_at   timestamptz,
  -- The newest connection: its epoch, the run that holds it, whether it is open.
  epoch        bigint not null default 0,
  run          text not null default '',
  install      text not null default '',
  online       boolean not null default false,
  seen_ms      bigint,
  info         jsonb not null default '{}',
  status       jsonb not null default '{}'
);

-- Console tabs: the newest connection of each, for presence.
create table seat_presence (
  app_user   text not null,
  tab        text not null,
  epoch      bigint not null,
  run        text not null,
  online     boolean not null,
  primary key (app_user, tab)
);

create table account (
  id          text primary key,
  device      text not null references device,
  logged_in   boolean not null,
  nickname    text not null default '',
  alias       text not null default '',
  avatar      text not null default '',
  phone       text not null default '',
  wechat_version text not null default '',
  offline_reason text not null default '',
  changed_at  bigint not null
);
create index account_device on account (device);

create table friend (
  account     text not null,
  peer        text not null,
  -- The profile as the phone told it (kinds.ts, friendProfile), merged key by key.
  profile     jsonb not null,
  nickname    text not null default '',
  remark      text not null default '',
  alias       text not null default '',
  gender      smallint not null default 0,
  added_ms    bigint,
  removed     boolean not null default false,
  -- The snapshot that named it last; the last part of a snapshot removes what it didn't name.
  snapshot    text not null default '',
  changed_at  bigint not null,
  primary key (account, peer)
);

create table friend_request (
  account     text not null,
  request     text not null,
  person      text not null,
  nickname    text not null default '',
  greeting    text not null default '',
  source_code integer,
  avatar      text not null default '',
  received_ms bigint not null,
  state       text not null default 'pending',
  changed_at  bigint not null,
  primary key (account, request)
);

-- The contact snapshot that is being told: its last part removes what it didn't name, if all parts came.
create table contact_snapshot (
  account     text not null,
  kind        text not null check (kind in ('friend', 'chatroom')),
  snapshot    text not null,
  -- Position of its first part: what changed later stays.
  started_at  bigint not null,
  parts       integer not null,
  primary key (account, kind)
);

create table chatroom (
  account     text not null,
  peer        text not null,
  name        text not null default '',
  owner       text not null default '',
  notice      text not null default '',
  avatar      text not null default '',
  remark      text not null default '',
  state       text not null default 'active',
  snapshot    text not null default '',
  changed_at  bigint not null,
  primary key (account, peer)
);

create table chatroom_member (
  account      text not null,
  chatroom     text not null,
  wxid         text not null,
  nickname     text not null default '',
  display_name text not null default '',
  inviter      text not null default '',
  is_admin     boolean not null default false,
  primary key (account, chatroom, wxid)
);

create table conversation (
  account          text not null,
  peer             text not null,
  unread           integer not null,
  waiting_since_ms bigint,
  last_ms          bigint not null,
  last_text        text not null,
  last_type        text not null,
  last_direction   text not null,
  last_position    bigint not null,
  read_up_to       bigint not null,
  changed_at       bigint not null,
  primary key (account, peer)
);
create index conversation_newest on conversation (account, last_position desc);

-- Partitioned by journal time, so the unique key must contain it; position alone is unique by construction.
create table message (
  at           timestamptz not null,
  position     bigint not null,
  account      text not null,
  peer         text not null,
  direction    text not null,
  sender       text,
  app_user     text,
  type         text not null,
  text         text not null,
  media        text,
  thumbnail    text,
  body         bytea not null,
  sent_ms      bigint not null,
  msg_svr_id   text,
  task         text,
  state        text not null,
  fault_code   text,
  fault_reason text,
  progress     text,
  changed_at   bigint not null,
  primary key (at, position)
);
select ark_hypertable('message', 'at', '7 days');
create index message_thread on message (account, peer, position desc);
-- Most messages never change, so only those that did are in it.
create index message_changed on message (account, peer, changed_at) where changed_at > position;

-- (account, msgSvrId) holds whatever the times say, so it lives in a plain table. The id comes first: it grows, so
-- new ones lie close together in the index, which halves the cost of a batch.
create table message_identity (
  account    text not null,
  msg_svr_id text not null,
  at         timestamptz not null,
  position   bigint not null,
  primary key (msg_svr_id, account)
);

-- Commands to phones: open until their one result. A send's row also finds its message.
create table command (
  task        text primary key,
  device      text,
  account     text,
  peer        text,
  name        text not null,
  args        bytea not null,
  requested   bigint not null,
  requested_ms bigint not null,
  expires_ms  bigint not null,
  state       text not null check (state in ('open', 'succeeded', 'failed', 'unknown')),
  code        text,
  reason      text,
  -- Of the message it sends; null for other commands.
  message_at       timestamptz,
  message_position bigint,
  -- Its commandExpired is in the outbox already.
  expiring    boolean not null default false,
  changed_at  bigint not null
);
create index command_open on command (device, requested) where state = 'open';
create index command_due on command (expires_ms) where state = 'open';

create table media (
  id          text primary key,
  bytes       bigint not null,
  mime        text not null,
  width       integer not null,
  height      integer not null,
  uploader    text not null,
  stored_ms   bigint not null
);
