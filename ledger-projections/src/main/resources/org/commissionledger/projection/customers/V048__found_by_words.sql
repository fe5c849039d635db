-- Customers are found by the three words that they are shown as. V051 has the projection made again, which gives the rows that are there
-- theirs. Locks the customers' table while the index is made.

-- The place of the customer's three words among all that there are, in alphabetical order, from 0: words that begin alike are a run of them.
alter table ledger_customers.customer add column words integer not null default 0;
alter table ledger_customers.customer alter column words drop default;

create index customer_words on ledger_customers.customer (organisation, words);
