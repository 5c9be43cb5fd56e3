-- An account that moved to another phone: when, and since when that phone's keeper has it. Until a phone's own keeper
-- changes after that, this says from when on the conversations that follow the keeper are the keeper's to answer.
alter table account
  add column moved_ms bigint not null default 0,
  add column kept_since_ms bigint not null default 0;
