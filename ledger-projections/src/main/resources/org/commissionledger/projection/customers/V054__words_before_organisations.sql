-- While the planner knows nothing of a new table it takes an organisation for a handful of rows, and an index that begins with it for as
-- good as the key: a fold then reads all customers of the organisation for each that it looks up. Who looks for words names words and
-- organisation, so the order is the same to them. Locks the customers' table while the index is made.

drop index ledger_customers.customer_words;
create index customer_words on ledger_customers.customer (words, organisation);
