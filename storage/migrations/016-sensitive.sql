-- Sensitive words (RISK-1) as people keep them. By their folded text: two that fold alike are one.
create table sensitive_word (
  id         bigint generated always as identity primary key,
  word       text not null,
  folded     text not null unique,
  effect     text not null check (effect in ('block', 'alert')),
  created_at timestamptz not null default now(),
  version    bigint not null default 1
);
create index sensitive_word_created on sensitive_word (created_at, id);
create index sensitive_word_word on sensitive_word (word, id);

-- The same as of the projector's position: by what every reader of the journal decides.
create table sensitive_word_rule (
  folded text primary key,
  word   text not null,
  effect text not null
);

-- What people did that the company wants to know of (RISK-2), with its evidence: written by the projector, handled by
-- managers. `at` is journal time. One event may be of several kinds: a red packet whose text has a sensitive word.
create table sensitive_operation (
  at          timestamptz not null,
  position    bigint not null,
  kind        text not null,
  account     text,
  peer        text,
  device      text,
  -- Who did it: the console's user; of what happened on a phone, who served the conversation, else its keeper.
  app_user    text,
  -- Of messages: the evidence has the same time and position in message, unless it was blocked.
  direction   text,
  type        text,
  blocked     boolean not null,
  text        text not null,
  words       text[] not null,
  media       text,
  -- By the phone's clock.
  occurred_ms bigint not null,
  state       text not null default 'open' check (state in ('open', 'handled')),
  primary key (at, position, kind)
);
select ark_hypertable('sensitive_operation', 'at', '30 days');
create index sensitive_operation_open on sensitive_operation (at, position, kind) where state = 'open';
create index sensitive_operation_account on sensitive_operation (account, at);
create index sensitive_operation_user on sensitive_operation (app_user, at);

-- Each answer to a customer who waited: who gave it, and after how long.
create table response (
  at       timestamptz not null,
  position bigint not null,
  account  text not null,
  peer     text not null,
  app_user text,
  -- console, or phone: typed there.
  via      text not null,
  -- From here on it was theirs to answer.
  since_ms bigint not null,
  ms       bigint not null,
  primary key (at, position)
);
select ark_hypertable('response', 'at', '30 days');
create index response_user on response (app_user, at);
create index response_account on response (account, at);

alter table conversation
  -- The customer's unanswered messages (storage/waiting-cell.ts); null: nobody waits.
  add column waiting text,
  -- When who serves it now got it, if that was while the customer waited.
  add column turn_ms bigint;
update conversation set waiting = '0+0+0' where waiting_since_ms is not null;

-- Since when the keeper has the phone, if it had another one before.
alter table device add column keeper_since_ms bigint not null default 0;
