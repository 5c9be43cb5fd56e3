-- What an agent keeps for themselves at the console, the same on every computer (SEAT-1). Written by the projector.
create table conversation_pin (
  app_user text   not null,
  account  text   not null,
  peer     text   not null,
  position bigint not null,
  primary key (app_user, account, peer)
);

-- What was begun and not sent. One row a conversation, the newest wins; a user has so many and so much of them.
create table draft (
  app_user text   not null,
  account  text   not null,
  peer     text   not null,
  words    text   not null,
  saved_ms bigint not null,
  position bigint not null,
  primary key (app_user, account, peer)
) with (fillfactor = 70);

-- 张三丰 is found by zsf: the first letters, made with the index of names; null until then.
alter table friend add column initials text;
