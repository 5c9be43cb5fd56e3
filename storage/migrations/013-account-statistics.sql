-- How many friends an account has, by gender (ACCT-3), from the index alone.
create index friend_gender on friend (account, gender) where not removed;

-- Conversations of an account in the whole days before `day` (ACCT-4). Days are counted from 1970 in
-- Asia/Shanghai. What lies before midnight changes no more, so each account is counted once a day.
create table account_talks (
  account   text primary key,
  day       integer not null,
  yesterday integer not null,
  week      integer not null,
  month     integer not null
);
