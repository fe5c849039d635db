package org.commissionledger.credit;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.command.Weighty;
import org.commissionledger.credit.CreditCommand.BookExpiries;
import org.commissionledger.credit.CreditCommand.CaptureHold;
import org.commissionledger.credit.CreditCommand.OpenAccount;
import org.commissionledger.credit.CreditCommand.PlaceHold;
import org.commissionledger.credit.CreditCommand.RecordUsage;
import org.commissionledger.credit.CreditCommand.ReleaseHold;
import org.commissionledger.credit.CreditCommand.TopUpAccount;
import org.commissionledger.credit.CreditCommand.VoidTopUp;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.eventstore.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A service account with its top-ups, its holds and its overdraft. What has run out is booked before anything else, but only together
 * with something that is accepted: a refused command writes nothing. Its stream grows for ever, so it is snapshotted.
 */
public final class CreditAccount implements Weighty {

    /** The stored form of a snapshot; raise the revision when {@link CreditSnapshot} changes. */
    public static final EventType SNAPSHOT = EventType.of("account", 1, CreditAccount.class);

    @AggregateIdentifier
    private final String stream;

    private @Nullable CreditState state;

    public CreditAccount(String stream) {
        this.stream = stream;
    }

    /** From a snapshot. */
    @JsonCreator
    private CreditAccount(@JsonProperty("stream") String stream, @JsonProperty("state") @Nullable CreditState state) {
        this.stream = stream;
        this.state = state;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    AccountState open(OpenAccount c) {
        if (state == null) {
            apply(AccountRules.open(c));
        } else {
            decide(c.now(), account -> AccountRules.change(account, c));
        }
        CreditState now = current();
        return new AccountState(now.account(), now.name(), figuresAt(c.now()));
    }

    @CommandHandler
    Movement topUp(TopUpAccount c) {
        CreditEvent known = TopUpRules.known(current(), c);
        return known == null ? record(c.now(), account -> TopUpRules.topUp(account, c)) : unchanged(known, c.now());
    }

    @CommandHandler
    Movement use(RecordUsage c) {
        CreditEvent known = UsageRules.known(current(), c);
        return known == null ? record(c.now(), account -> UsageRules.use(account, c)) : unchanged(known, c.now());
    }

    @CommandHandler
    Movement hold(PlaceHold c) {
        CreditEvent known = HoldRules.known(current(), c);
        return known == null ? record(c.now(), account -> HoldRules.hold(account, c)) : unchanged(known, c.now());
    }

    @CommandHandler
    Movement capture(CaptureHold c) {
        return record(c.now(), account -> HoldRules.capture(account, c));
    }

    @CommandHandler
    Movement release(ReleaseHold c) {
        return record(c.now(), account -> HoldRules.release(account, c));
    }

    @CommandHandler
    Movement voidTopUp(VoidTopUp c) {
        return c.voided() == null
                ? record(c.now(), account -> TopUpRules.voidTopUp(account, c))
                : unchanged(c.voided(), c.now());
    }

    @CommandHandler
    CreditFigures book(BookExpiries c) {
        current().due(c.now()).forEach(event -> apply(event));
        return current().figures();
    }

    private Movement record(Instant now, Function<CreditState, CreditEvent> rule) {
        CreditEvent event = decide(now, rule);
        if (event == null) {
            throw new IllegalStateException("a movement is never left out");
        }
        return new Movement(event, current().figures());
    }

    private Movement unchanged(CreditEvent known, Instant now) {
        return new Movement(known, figuresAt(now));
    }

    /**
     * Books what has run out, what the rule decides over the account as it then stands, with the expiries that it reduces, and what of
     * that has run out already.
     *
     * @param rule null where nothing is to change: then nothing at all is written
     */
    private @Nullable CreditEvent decide(Instant now, Function<CreditState, @Nullable CreditEvent> rule) {
        List<CreditEvent> due = current().due(now);
        CreditState before = current().after(due);
        CreditEvent event = rule.apply(before);
        if (event != null) {
            List<CreditEvent> reduced = before.reducedBy(event);
            due.forEach(each -> apply(each));
            reduced.forEach(each -> apply(each));
            apply(event);
            current().due(now).forEach(each -> apply(each));
        }
        return event;
    }

    private CreditFigures figuresAt(Instant now) {
        List<CreditEvent> due = current().due(now);
        return due.isEmpty() ? current().figures() : due.getLast().figures();
    }

    private CreditState current() {
        if (state == null) {
            throw new IllegalStateException(stream + " has no events");
        }
        return state;
    }

    @EventSourcingHandler
    void evolve(CreditEvent event) {
        if (event instanceof AccountOpened opened) {
            state = new CreditState(opened);
        } else {
            current().evolve(event);
        }
    }

    @Override
    public int weight() {
        return state == null ? 0 : state.size();
    }

    @Override
    public String toString() {
        return stream;
    }
}
