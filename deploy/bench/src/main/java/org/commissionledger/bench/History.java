package org.commissionledger.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.order.OrderCommand.ConfirmCommission;

/**
 * A history that benchmarks read: half of the events are orders, half confirm one some time later, through the real command bus.
 *
 * @param events at most
 * @param start when the first order was placed
 * @param span over which the orders are spread
 * @param confirmedWithin the longest that a confirmation takes
 */
record History(int events, Instant start, Duration span, Duration confirmedWithin) {

    private static final int CALLERS = 256;

    void write(LedgerCore core) {
        CommandContext context = new CommandContext(Orders.BENCH, EventMetadata.system("bench"));
        int each = events / 2 / CALLERS;
        long seconds = span.toSeconds();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CALLERS; c++) {
                int caller = c;
                threads.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        Instant at = start.plusSeconds(seconds * n / each + caller);
                        var order = Orders.order(caller + "-" + n, caller * each + n, at);
                        core.ledger().execute(context, () -> Draft.of(order), null);
                        Instant later =
                                at.plus(confirmedWithin.multipliedBy(n % 60).dividedBy(60));
                        var confirm = new ConfirmCommission(order.stream(), null, null, false, false, null, later);
                        core.ledger().execute(context, () -> Draft.of(confirm), null);
                    }
                    return null;
                });
            }
        }
    }
}
