package org.commissionledger.discount;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.discount.DiscountCommand.BookDiscountExpiries;
import org.commissionledger.discount.DiscountCommand.PutDiscount;
import org.commissionledger.discount.DiscountCommand.RevokeDiscount;
import org.commissionledger.discount.DiscountEvent.DiscountChanged;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.discount.DiscountEvent.DiscountRevoked;

/**
 * All discounts of one owner, because the best one is chosen over all of them. Handlers answer with the discount as it then stands.
 */
public final class Discounts {

    @AggregateIdentifier
    private final String stream;

    private final Map<DiscountId, GrantedDiscount> all = new LinkedHashMap<>();

    /** For which end an expiry was booked; a discount whose end is put off expires again. */
    private final Map<DiscountId, Instant> expired = new LinkedHashMap<>();

    public Discounts(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    GrantedDiscount put(PutDiscount c) {
        Discount wanted = c.discount();
        if (wanted.to() != null && !wanted.from().isBefore(wanted.to())) {
            throw new InvalidDiscount("to", "A discount ends after it begins.");
        }
        requireSameOwner(c);
        GrantedDiscount now = all.get(wanted.discountId());
        if (now == null) {
            apply(new DiscountGranted(wanted, c.at()));
        } else if (now.revokedAt() != null) {
            throw new DiscountIsRevoked(wanted.discountId());
        } else if (!now.discount().equals(wanted)) {
            apply(new DiscountChanged(wanted, c.at()));
        }
        return current(wanted.discountId());
    }

    /** Also from an account to its customers, or back: that would be another discount for other people. */
    private static void requireSameOwner(PutDiscount c) {
        if (c.known() != null) {
            Discount known = c.known().discount();
            if (!known.ownerId().equals(c.discount().ownerId())
                    || known.scope() != c.discount().scope()) {
                throw new DiscountOwnerFixed(known.discountId());
            }
        }
    }

    @CommandHandler
    GrantedDiscount revoke(RevokeDiscount c) {
        GrantedDiscount now = current(c.discountId());
        if (now.revokedAt() == null) {
            apply(new DiscountRevoked(now.discount(), c.at()));
        }
        return current(c.discountId());
    }

    /** @return how many were booked */
    @CommandHandler
    Integer book(BookDiscountExpiries c) {
        List<Discount> due = all.values().stream()
                .filter(granted -> isDue(granted, c.now()))
                .map(GrantedDiscount::discount)
                .sorted(Comparator.comparing(Discounts::end))
                .toList();
        due.forEach(discount -> apply(new DiscountExpired(discount, end(discount))));
        return due.size();
    }

    private boolean isDue(GrantedDiscount granted, Instant now) {
        Discount discount = granted.discount();
        return discount.to() != null
                && DiscountState.of(granted, now) == DiscountState.EXPIRED
                && !discount.to().equals(expired.get(discount.discountId()));
    }

    private static Instant end(Discount discount) {
        if (discount.to() == null) {
            throw new IllegalStateException("a discount without an end does not expire");
        }
        return discount.to();
    }

    private GrantedDiscount current(DiscountId discount) {
        GrantedDiscount granted = all.get(discount);
        if (granted == null) {
            throw new UnknownDiscount();
        }
        return granted;
    }

    @EventSourcingHandler
    void evolve(DiscountEvent event) {
        DiscountId id = event.discount().discountId();
        if (event instanceof DiscountExpired e) {
            expired.put(id, e.at());
        }
        all.put(id, GrantedDiscount.after(all.get(id), event));
    }

    @Override
    public String toString() {
        return stream;
    }
}
