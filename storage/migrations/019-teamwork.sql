-- Private lines of threads: notes of agents, whispers of supervisors, handovers. Apart from messages, so that nothing
-- which reads those can tell them to anybody.
create table chat_note (
  account    text not null,
  peer       text not null,
  journal_ms bigint not null,
  position   bigint not null,
  kind       text not null,
  -- Nil: the rules.
  app_user   text,
  text       text not null,
  -- User ids, joined by spaces.
  mentions   text not null,
  seat_name  text not null,
  primary key (account, peer, journal_ms, position)
);

-- Whom notes call.
create table note_mention (
  app_user text not null,
  position bigint not null,
  account  text not null,
  peer     text not null,
  primary key (app_user, position)
);

-- Which agent answered each conversation last; hubs load the newest. `number` counts answers over all conversations.
create table last_answer (
  account  text not null,
  peer     text not null,
  position bigint not null,
  app_user text not null,
  number   bigint not null,
  primary key (account, peer)
);
create index last_answer_newest on last_answer (number desc);

-- Sends that another agent's answer made void.
create table void_send (position bigint primary key);
