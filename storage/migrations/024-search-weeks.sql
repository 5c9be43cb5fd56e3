-- Each message's week is among its grams now: the indexer begins anew.
truncate message_search;
update message_search_progress set position = 0;
