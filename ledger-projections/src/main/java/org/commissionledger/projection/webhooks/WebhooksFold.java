package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.webhook.WebhookEvent;

/** A batch: what is to be told, cut where an endpoint changes, so that each hears of what happened while it was there. */
final class WebhooksFold implements Fold {

    private final String liveSchema;
    private final List<Telling> tellings = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final CreditLevels levels = new CreditLevels();

    WebhooksFold(String liveSchema) {
        this.liveSchema = liveSchema;
    }

    private record Change(RecordedEvent recorded, WebhookEvent event) {}

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        if (event instanceof WebhookEvent webhook) {
            changes.add(new Change(recorded, webhook));
        } else if (event instanceof CreditEvent credit) {
            levels.add(recorded, credit);
        } else {
            tellings.addAll(Telling.of(recorded, event));
        }
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        tellings.addAll(levels.write(connection, schema));
        tellings.sort(
                Comparator.comparingLong((Telling t) -> t.event().position()).thenComparingInt(Telling::step));
        EndpointRows endpoints = new EndpointRows(connection, schema);
        DeliveryRows deliveries = new DeliveryRows(connection, schema, schema.equals(liveSchema));
        int told = 0;
        for (Change change : changes) {
            int upTo = before(change.recorded().position(), told);
            deliveries.tell(tellings.subList(told, upTo));
            told = upTo;
            endpoints.write(change.recorded(), change.event());
            deliveries.write(change.recorded(), change.event());
        }
        deliveries.tell(tellings.subList(told, tellings.size()));
    }

    private int before(long position, int from) {
        int i = from;
        while (i < tellings.size() && tellings.get(i).event().position() < position) {
            i++;
        }
        return i;
    }
}
