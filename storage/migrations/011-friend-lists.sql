-- Lists of friends and chatrooms over all accounts (好友查看, 聊天群查看): an index for each order, and one for the search
-- by any part of a name, of one character too.

-- Texts as searches compare them, as foldedText of the protocol does: full and half width are one, and so are capitals
-- and small letters.
create function ark_folded(words text) returns text language sql immutable parallel safe strict
  return lower(normalize(words, NFKC));

-- The characters and the pairs of neighbours: a text that contains a keyword has all of the keyword's. pg_trgm can't do
-- this: it takes three characters, and most Chinese names have no more. Numbers, because the planner keeps statistics
-- of short arrays only; a pair is below zero and may share its number with another, so what is found is compared again.
create function ark_grams(words text) returns integer[] language sql immutable parallel safe strict
  return array(
    select distinct case size when 1 then ascii(gram)
      else -((ascii(gram)::bigint * 1000003 + ascii(substr(gram, 2))) % 2147483647)::integer end
    from (select substr(ark_folded(words), place, size) as gram, size
      from generate_series(1, length(ark_folded(words))) place, generate_series(1, 2) size) grams
    where length(gram) = size);

-- Pairs are rarer than the characters that they imply.
create function ark_keyword_grams(keyword text) returns integer[] language sql immutable parallel safe strict
  return case when length(ark_folded(keyword)) < 2 then ark_grams(keyword)
    else array(select gram from unnest(ark_grams(keyword)) gram where gram < 0) end;

-- A phone that tells all its friends again changes few of them: with room in the page, no index is touched.
alter table friend set (fillfactor = 80);
create index friend_added on friend (coalesce(added_ms, 0), account, peer) where not removed;
create index friend_nickname on friend (nickname, account, peer) where not removed;
create index friend_of_account on friend (account, coalesce(added_ms, 0), peer) where not removed;
create index friend_source on friend (((profile ->> 'source')::bigint % 1000000)) where not removed;
create index friend_words on friend
  using gin (ark_grams(nickname || ' ' || remark || ' ' || alias || ' ' || peer)) where not removed;

create index chatroom_name on chatroom (name, account, peer);
create index chatroom_words on chatroom using gin (ark_grams(name || ' ' || remark || ' ' || peer));
