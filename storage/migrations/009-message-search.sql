-- Chat search (SRCH-1): the characters and pairs of characters of each message, as numbers. Filled behind the projector
-- by the hub's indexer, seconds later: inside the projector's transaction it would double what a message costs.
create index message_position on message (position);
create table message_search (
  at       timestamptz not null,
  position bigint not null,
  grams    integer[] not null,
  primary key (at, position)
);
-- How often each gram occurs decides between this index and the order of time.
alter table message_search alter column grams set statistics 1000;
create index message_search_grams on message_search using gin (grams);
create table message_search_progress (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into message_search_progress (position) values (0);
