package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Fold;

/**
 * A batch of what happened to accounts and discounts. All rows of an account, and of a discount, come from one stream; only what a
 * discount gave is summed up over the accounts of all segments.
 */
final class CreditsFold implements Fold {

    private final AccountsFold accounts = new AccountsFold();
    private final TopUpsFold topUps = new TopUpsFold();
    private final HoldsFold holds = new HoldsFold();
    private final EntriesFold entries = new EntriesFold();
    private final DiscountsFold discounts = new DiscountsFold();

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        if (event instanceof DiscountEvent discount) {
            discounts.add(recorded, discount);
            return;
        }
        CreditEvent credit = (CreditEvent) event;
        accounts.add(recorded, credit);
        topUps.add(recorded, credit);
        holds.add(recorded, credit);
        entries.add(recorded, credit);
        if (credit instanceof CreditEvent.Used used) {
            discounts.add(recorded, used);
        }
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        accounts.write(connection, schema);
        topUps.write(connection, schema);
        holds.write(connection, schema);
        entries.write(connection, schema);
        discounts.write(connection, schema);
    }

    @Override
    public void writeShared(Connection connection, String schema) throws SQLException {
        discounts.writeGiven(connection, schema);
    }
}
