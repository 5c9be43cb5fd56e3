-- Apps that phones may be told to show (APP-1), and the order of the ledger of commands.
create table app (
  package    text primary key,
  title      text not null,
  created_at timestamptz not null default now(),
  version    bigint not null default 1
);
create index app_title on app (title, package);
create index app_created on app (created_at, package);

-- Commands that are no messages.
create index command_ledger on command (requested, task)
  where name not in ('sendMessage', 'recallMessage');
create index command_ledger_of_device on command (device, requested, task)
  where name not in ('sendMessage', 'recallMessage');
drop index command_of_device;
