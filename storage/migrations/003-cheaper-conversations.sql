-- Conversations are updated with every message. An index on last_position made each update write into all
-- indexes; the day changes once a day, and within a day the few conversations of an account are sorted when
-- they are asked for. Half a page is left free, so that updates stay in their page.
alter table conversation add column last_day integer not null
  generated always as (last_ms / 86400000) stored;
drop index conversation_newest;
create index conversation_newest on conversation (account, last_day desc);
alter table conversation set (fillfactor = 50);
