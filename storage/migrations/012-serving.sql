-- Whose a conversation is, beside it, so that the list of a seat is read from an index: null follows the keeper of the
-- phone. Written by the projector, as it writes assignment; no update of a conversation changes it.
alter table conversation add column seat text;
update conversation c set seat = a.seat from assignment a where a.account = c.account and a.peer = c.peer;
drop index conversation_newest;
create index conversation_newest on conversation (account, seat, last_day desc);
create index conversation_of_seat on conversation (seat, last_day desc) where seat is not null;
