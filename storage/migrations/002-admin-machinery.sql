-- What the admin console's machinery keeps: rights of departments, versions of rows that people edit, the audit log,
-- jobs, saved views, device groups.

alter table department
  add column permissions text[] not null default '{}',
  -- Among its sisters; equal ones by id.
  add column place       integer not null default 0,
  add column version     bigint not null default 1;
create index department_parent on department (parent);

alter table app_user
  add column phone        text not null default '',
  add column email        text not null default '',
  add column remark       text not null default '',
  add column signed_in_at timestamptz,
  add column version      bigint not null default 1;
create index app_user_department on app_user (department);
create index app_user_created on app_user (created_at, id);
create index app_user_name on app_user (real_name, id);
create index app_user_signed_in on app_user (coalesce(signed_in_at, 'epoch'), id);

create table device_group (
  id         bigint generated always as identity primary key,
  name       text not null unique,
  remark     text not null default '',
  created_at timestamptz not null default now(),
  version    bigint not null default 1
);
create index device_group_created on device_group (created_at, id);

alter table device
  add column device_group bigint references device_group on delete set null,
  add column version      bigint not null default 1;
create index device_enrolled on device (enrolled_at, id);
create index device_seen on device (coalesce(seen_ms, 0), id);
create index device_remark on device (remark, id);
create index device_keeper on device (keeper);
create index device_in_group on device (device_group) where device_group is not null;

-- Who changed what. Rows are only ever added.
create table audit (
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  -- Null: not a person, as a phone that enrols.
  app_user      text references app_user,
  operation     text not null,
  subject_kind  text not null,
  subject       text not null,
  subject_title text not null,
  -- Only what changed; null where nothing was, or is.
  before        jsonb,
  after         jsonb,
  address       text not null
);
create index audit_at on audit (at, id);
create index audit_user on audit (app_user, at, id);
create index audit_subject on audit (subject_kind, subject, at, id);

create table job (
  id          text primary key,
  kind        text not null check (kind in ('export', 'import', 'bulk')),
  title       text not null,
  owner       text not null references app_user,
  -- Of the call that asked for it, for the audit log.
  address     text not null,
  state       text not null default 'waiting'
    check (state in ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
  cancelling  boolean not null default false,
  -- What to do, by kind (hub/jobs/job-work.ts).
  work        jsonb not null,
  -- Where it goes on after a restart: moved in the transaction that did the rows before.
  cursor      text,
  total       bigint,
  done        bigint not null default 0,
  failed      bigint not null default 0,
  reason      text not null default '',
  created_at  timestamptz not null,
  started_at  timestamptz,
  finished_at timestamptz,
  -- Its file in the exports folder, and how long that stays.
  file_bytes  bigint,
  file_name   text,
  expires_at  timestamptz,
  -- One hub at a time works on it.
  holder      text not null default '',
  lease_until timestamptz not null default 'epoch'
);
create index job_created on job (created_at, id);
create index job_owner on job (owner, created_at, id);
create index job_open on job (created_at) where state in ('waiting', 'running');

-- Rows of a job that failed.
create table job_row (
  job     text not null references job on delete cascade,
  number  integer not null,
  row     text not null,
  title   text not null,
  code    text not null,
  reason  text not null,
  primary key (job, number)
);

create table saved_view (
  app_user text not null references app_user,
  list     text not null,
  view     jsonb not null,
  primary key (app_user, list)
);
