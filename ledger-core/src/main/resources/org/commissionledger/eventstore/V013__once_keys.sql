-- Events that clients may send again carry a key by which they are found to be there already. Adding the column changes no row;
-- building the index reads the table once and holds writers off meanwhile: it is empty, since no event so far has a key.
-- The key stands in the event's own row: a table beside it would cost a second row and its log for each event. It is no part of
-- what the hash covers, and says nothing: it is made of hashes.
-- Only events with a key are in the index: about 30 bytes for each.

alter table ledger.event add column once uuid;   -- from the customer and the eventId that the client gave; null for most events

create unique index event_once on ledger.event (once) where once is not null;
