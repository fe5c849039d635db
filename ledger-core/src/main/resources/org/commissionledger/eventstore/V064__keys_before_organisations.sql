-- Who looks for a request's key names client and organisation with it: keys differ in their first letters, the other two hardly ever. Locks the
-- keys while they are indexed: some seconds for a million.

alter table ledger.request_key drop constraint request_key_pk;
alter table ledger.request_key add constraint request_key_pk primary key (key, client, organisation);
