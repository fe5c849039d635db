package org.commissionledger.payout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.FreezeCommission;
import org.commissionledger.order.OrderCommand.ThawCommission;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payout.PayoutCommand.ApprovePayout;
import org.commissionledger.payout.PayoutCommand.FailPayout;
import org.commissionledger.payout.PayoutCommand.SettlePayout;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.jspecify.annotations.Nullable;

/**
 * Moves of a payout together with what they do to its orders: commands for one atomic group, the payout's own first. What a payout gathered is
 * read from its stream, never from a table.
 */
public final class PayoutBook {

    private final EventReader reader;
    private final EventCodec codec;

    public PayoutBook(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** @param head the place of the last event that was read */
    private record Written(@Nullable PayoutStatus status, List<PayoutLine> lines, long head) {}

    /** Freezes every commission, or nothing happens. */
    public List<Item> approve(OrganisationId organisation, PayoutId payout, String by, Instant at) {
        StreamId stream = PayoutCommand.stream(organisation, payout);
        return items(
                stream,
                new ApprovePayout(stream, by, at),
                PayoutStatus.APPROVED,
                line -> new FreezeCommission(order(organisation, line), payout, line, at));
    }

    /** Thaws every commission: it is paid out. */
    public List<Item> settle(OrganisationId organisation, PayoutId payout, @Nullable String reference, Instant at) {
        StreamId stream = PayoutCommand.stream(organisation, payout);
        return items(
                stream,
                new SettlePayout(stream, reference, at),
                PayoutStatus.SETTLED,
                line -> new ThawCommission(order(organisation, line), payout, true, at));
    }

    /** Thaws every commission: it is still to be paid out. */
    public List<Item> fail(OrganisationId organisation, PayoutId payout, @Nullable String reason, Instant at) {
        StreamId stream = PayoutCommand.stream(organisation, payout);
        return items(
                stream,
                new FailPayout(stream, reason, at),
                PayoutStatus.FAILED,
                line -> new ThawCommission(order(organisation, line), payout, false, at));
    }

    private static StreamId order(OrganisationId organisation, PayoutLine line) {
        return OrderCommand.stream(organisation, line.orderId());
    }

    /** A move that will be refused does not touch the orders at all. */
    private List<Item> items(
            StreamId stream, PayoutCommand move, PayoutStatus to, Function<PayoutLine, LedgerCommand> each) {
        Written written = read(stream);
        List<Item> items = new ArrayList<>();
        // Which orders go along was read from the store: the move must follow on just that.
        Map<String, Long> basis = Map.of(stream.stream(), written.head());
        items.add(new Item(stream, () -> new Draft(move, basis)));
        if (written.status() != null && written.status().next().contains(to)) {
            written.lines().forEach(line -> items.add(item(each.apply(line))));
        }
        return items;
    }

    private static Item item(LedgerCommand command) {
        return new Item(command.stream(), () -> Draft.of(command));
    }

    /** The whole payout: some 60 MB for the largest. */
    private Written read(StreamId stream) {
        PayoutStatus status = null;
        List<PayoutLine> lines = new ArrayList<>();
        long head = -1;
        for (RecordedEvent recorded : reader.stream(stream, 0)) {
            LedgerEvent event = codec.decode(recorded);
            if (event instanceof LinesGathered gathered) {
                lines.addAll(gathered.lines());
            } else if (event instanceof PayoutMoved moved) {
                status = moved.state().status();
            }
            head = recorded.streamSequence();
        }
        return new Written(status, lines, head);
    }
}
