-- What administrators set for phones, and a ledger of what phones were asked to do.

-- One row: what holds for all phones and all consoles (SET-1 … SET-6). Absent patterns mask nothing.
create table setting (
  only_row              boolean primary key default true check (only_row),
  version               bigint not null default 0,
  full_room_pictures    boolean not null default true,
  full_friend_pictures  boolean not null default true,
  free_mode             boolean not null default false,
  mask_apps             text,
  mask_wechat           text,
  mask_console          text,
  -- Kinds of messages, and words, that raise no red dot.
  quiet_types           text[] not null default '{}',
  quiet_words           text[] not null default '{}'
);
insert into setting default values;

-- A phone whose applied version lies below the wanted one is sent all of it: at once, or when it connects.
alter table device
  -- Switches that are on; null: nobody has chosen, the defaults hold.
  add column switches        text[],
  -- Packages that are shown; empty: all.
  add column visible_apps    text[] not null default '{}',
  add column config_version  bigint not null default 0,
  add column applied_version bigint not null default 0;

alter table command
  -- Who asked; null: the hub itself.
  add column app_user       text,
  add column progress_done  bigint,
  add column progress_total bigint,
  add column progress_note  text;
-- The ledger of a phone, newest first.
create index command_of_device on command (device, requested desc, task);
