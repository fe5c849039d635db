-- Commissions are confirmed thousands at a time, in the order in which their orders came: with room on each page for a second version
-- of all its rows, none of the indexes is touched. Holds for pages written from now on.

alter table ledger_orders.order_row set (fillfactor = 50);
