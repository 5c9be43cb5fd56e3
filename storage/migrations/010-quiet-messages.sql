-- Messages that raise no red dot (SET-5, SET-6): in the records, but in no conversation. By which rules, as of the
-- position that storage has reached: every reader of the journal decides alike.
alter table message add column quiet boolean not null default false;
alter table projector add column quiet_types text[] not null default '{}',
  add column quiet_words text[] not null default '{}';
