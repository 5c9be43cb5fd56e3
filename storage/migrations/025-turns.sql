-- Through whose hands a conversation went lately, and what was answered after that (storage/turns-cell.ts): an answer
-- that a phone tells late was theirs who had it when it was typed. Null: none.
alter table conversation add column turns text;
update conversation set turns = '[[[' || turn_ms || ',null]],null]' where turn_ms is not null;
alter table conversation drop column turn_ms;

-- Whose they were until keeper_since_ms and kept_since_ms.
alter table device add column keeper_before text;
alter table account add column kept_before text;
