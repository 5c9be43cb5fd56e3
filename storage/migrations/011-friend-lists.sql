-- Lists of friends and chatrooms over all accounts (好友查看, 聊天群查看): an index for each order.

-- Texts as searches compare them, as foldedText of the protocol does: full and half width are one, and so are capitals
-- and small letters.
create function ark_folded(words text) returns text language sql immutable parallel safe strict
  return lower(normalize(words, NFKC));

-- A phone that tells all its friends again changes few of them: with room in the page, no index is touched.
alter table friend set (fillfactor = 80);
create index friend_added on friend (coalesce(added_ms, 0), account, peer) where not removed;
create index friend_nickname on friend (nickname, account, peer) where not removed;
create index friend_of_account on friend (account, coalesce(added_ms, 0), peer) where not removed;
create index friend_source on friend (((profile ->> 'source')::bigint % 1000000)) where not removed;

create index chatroom_name on chatroom (name, account, peer);
