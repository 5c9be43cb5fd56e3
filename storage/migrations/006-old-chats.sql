-- Old chats that a phone tells on request lie in the thread where they were sent, far below their positions: a
-- thread is in the order of time, then position. For live messages that is the order of positions, so the same
-- index serves both.
alter table message add column synced boolean not null default false;
drop index message_thread;
create index message_thread on message (account, peer, at desc, position desc);
-- What message_thread doesn't find by its newness: the old ones among the new, and the few that change.
drop index message_changed;
create index message_changed on message (account, peer, changed_at) where synced or changed_at > position;
