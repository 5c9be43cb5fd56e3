-- Search of friends and chatrooms by any part of a name: their grams, as of messages (009), filled by the indexer.
create table contact_search (
  account text not null,
  peer    text not null,
  grams   integer[] not null,
  primary key (account, peer)
);
alter table contact_search alter column grams set statistics 1000;
create index contact_search_grams on contact_search using gin (grams);

-- Whose names are new, written by the projector with them: a friend who is told again unchanged costs no index entry.
create table contact_unindexed (
  account text not null,
  peer    text not null,
  primary key (account, peer)
);
insert into contact_unindexed select account, peer from friend union all select account, peer from chatroom;
