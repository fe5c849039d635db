-- A month that is shorter or longer by what clocks change ends a little before or behind midnight; who was there on its last day only outside of
-- it was counted all the same. Such months are counted again, in the background.

update ledger_customers.span set made = false where made and quarters > 28 * 96 - 5 and quarters % 96 <> 0;
