-- To whom a conversation is assigned. Without a row: the keeper of the account's phone. Written by the projector
-- alone, from peersAssigned; no reference to app_user, because a fact of the journal is never refused.
create table assignment (
  account     text not null,
  peer        text not null,
  seat        text not null,
  assigned_ms bigint not null,
  -- Nil: the rules.
  by_user     text,
  reason      text not null,
  position    bigint not null,
  primary key (account, peer)
);
create index assignment_of_seat on assignment (seat, account);

-- Who had whom from when; only added to. A nil seat: back to the keeper of the phone.
create table assignment_history (
  account     text not null,
  peer        text not null,
  position    bigint not null,
  seat        text,
  assigned_ms bigint not null,
  by_user     text,
  reason      text not null,
  primary key (account, peer, position)
);
