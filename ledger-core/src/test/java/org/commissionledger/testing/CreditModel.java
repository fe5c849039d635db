package org.commissionledger.testing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.testing.CreditOperation.Book;
import org.commissionledger.testing.CreditOperation.Capture;
import org.commissionledger.testing.CreditOperation.Hold;
import org.commissionledger.testing.CreditOperation.Limit;
import org.commissionledger.testing.CreditOperation.Release;
import org.commissionledger.testing.CreditOperation.TopUp;
import org.commissionledger.testing.CreditOperation.Use;
import org.commissionledger.testing.CreditOperation.Withdraw;
import org.jspecify.annotations.Nullable;

/**
 * One credit account the slow way, made from the rules and sharing nothing with the product: every top-up and hold that ever was
 * stands in a list, and a usage takes one minor unit after the other from whatever burns next.
 */
public final class CreditModel {

    /**
     * A discount that the account may get.
     *
     * @param basisPoints 0 for a fixed one
     */
    public record Offer(
            String id,
            @Nullable String product,
            int basisPoints,
            long fixed,
            @Nullable Currency currency,
            Instant from,
            @Nullable Instant to,
            Instant granted,
            @Nullable Instant revoked) {}

    /**
     * @param code of the refusal, null when there is none
     * @param lines what was recorded, as {@link CreditLines} writes it
     */
    public record Outcome(@Nullable String code, List<String> lines) {}

    private static final class Lot {
        final TopUp asked;
        long left;
        boolean open = true;
        boolean voided;

        Lot(TopUp asked, long left) {
            this.asked = asked;
            this.left = left;
        }

        boolean endedBy(Instant time) {
            return asked.expiresAt() != null && !asked.expiresAt().isAfter(time);
        }
    }

    private static final class Reserved {
        final Hold asked;
        boolean open = true;

        Reserved(Hold asked) {
            this.asked = asked;
        }
    }

    private final Currency currency;
    private final List<Offer> offers;
    private final List<Lot> lots = new ArrayList<>();
    private final List<Reserved> holds = new ArrayList<>();
    private final Map<String, Use> usages = new HashMap<>();
    private long overdrawn;
    private long limit;

    public CreditModel(Currency currency, long limit, List<Offer> offers) {
        this.currency = currency;
        this.limit = limit;
        this.offers = offers;
    }

    public CreditModel copy() {
        CreditModel copy = new CreditModel(currency, limit, offers);
        copy.overdrawn = overdrawn;
        copy.usages.putAll(usages);
        for (Lot lot : lots) {
            Lot same = new Lot(lot.asked, lot.left);
            same.open = lot.open;
            same.voided = lot.voided;
            copy.lots.add(same);
        }
        for (Reserved hold : holds) {
            Reserved same = new Reserved(hold.asked);
            same.open = hold.open;
            copy.holds.add(same);
        }
        return copy;
    }

    /** Refused or unchanged leaves the account as it was. */
    public Outcome apply(CreditOperation operation) {
        CreditModel trial = copy();
        List<String> lines = new ArrayList<>();
        try {
            if (trial.knows(operation)) {
                return new Outcome(null, List.of());
            }
            trial.book(operation.now(), lines);
            if (!trial.perform(operation, lines)) {
                return new Outcome(null, List.of());
            }
            trial.book(operation.now(), lines);
        } catch (Refused refused) {
            return new Outcome(refused.code, List.of());
        }
        become(trial);
        return new Outcome(null, lines);
    }

    private void become(CreditModel other) {
        lots.clear();
        lots.addAll(other.lots);
        holds.clear();
        holds.addAll(other.holds);
        usages.clear();
        usages.putAll(other.usages);
        overdrawn = other.overdrawn;
        limit = other.limit;
    }

    /** Whether the same was recorded before; refuses something else under the same id. */
    private boolean knows(CreditOperation operation) {
        return switch (operation) {
            case TopUp o -> {
                Lot lot = lot(o.id());
                yield lot != null
                        && same(
                                "credit.duplicate-top-up",
                                List.of(lot.asked.amount(), lot.asked.category(), lot.asked.priority(), lot.asked.at()),
                                List.of(o.amount(), o.category(), o.priority(), o.at()),
                                Objects.equals(lot.asked.expiresAt(), o.expiresAt()));
            }
            case Use o -> {
                Use known = usages.get(o.id());
                yield known != null
                        && same(
                                "credit.duplicate-usage",
                                List.of(known.product(), known.gross(), known.currency(), known.at()),
                                List.of(o.product(), o.gross(), o.currency(), o.at()),
                                true);
            }
            case Hold o -> {
                Reserved hold = hold(o.id());
                yield hold != null
                        && same(
                                "credit.duplicate-hold",
                                List.of(hold.asked.amount()),
                                List.of(o.amount()),
                                Objects.equals(hold.asked.expiresAt(), o.expiresAt()));
            }
            case Withdraw o -> {
                Lot lot = lot(o.topUp());
                yield lot != null && lot.voided;
            }
            case Capture o -> false;
            case Release o -> false;
            case Limit o -> o.limit() == limit;
            case Book o -> false;
        };
    }

    private static boolean same(String code, List<Object> known, List<Object> asked, boolean more) {
        if (!more || !known.equals(asked)) {
            throw new Refused(code);
        }
        return true;
    }

    /** @return whether anything was recorded, or might have been */
    private boolean perform(CreditOperation operation, List<String> lines) {
        switch (operation) {
            case TopUp o -> topUp(o, lines);
            case Use o -> {
                require(o.currency().equals(currency), "credit.currency-mismatch");
                lines.add(line("used " + o.id(), use(o.product(), o.gross(), o.at(), held(), lines)));
                usages.put(o.id(), o);
            }
            case Hold o -> {
                require(o.expiresAt() == null || o.expiresAt().isAfter(o.now()), "request.invalid-value");
                require(o.amount() <= left((Instant) null) - held() - overdrawn + limit, "credit.insufficient");
                holds.add(new Reserved(o));
                lines.add(line("held " + o.id(), "" + o.amount()));
            }
            case Capture o -> {
                Reserved hold = open(o.hold());
                long amount = o.amount() == null ? hold.asked.amount() : o.amount();
                require(amount <= hold.asked.amount(), "credit.exceeds-hold");
                long held = held();
                hold.open = false;
                lines.add(line("captured " + o.hold(), use(o.product(), amount, o.at(), held, lines)));
            }
            case Release o -> {
                open(o.hold()).open = false;
                lines.add(line("released " + o.hold(), "CLIENT " + o.now()));
            }
            case Withdraw o -> withdraw(o, lines);
            case Limit o -> {
                limit = o.limit();
                lines.add(line("limit", "" + limit));
            }
            case Book o -> {}
        }
        return true;
    }

    private void topUp(TopUp o, List<String> lines) {
        require(o.expiresAt() == null || o.expiresAt().isAfter(o.at()), "request.invalid-value");
        long settled = Math.min(o.amount(), overdrawn);
        overdrawn -= settled;
        lots.add(new Lot(o, o.amount() - settled));
        lines.add(line("topped-up " + o.id(), o.amount() + " settled " + settled));
    }

    private void withdraw(Withdraw o, List<String> lines) {
        Lot lot = lot(o.topUp());
        require(lot != null, "credit.unknown-top-up");
        require(lot != null && lot.open && lot.left > 0, "credit.nothing-left");
        long amount = Objects.requireNonNull(lot).left;
        require(held() == 0 || amount <= left((Instant) null) - held(), "credit.held");
        lot.left = 0;
        lot.voided = true;
        lines.add(line("voided " + o.topUp(), "" + amount));
    }

    private Reserved open(String id) {
        Reserved hold = hold(id);
        require(hold != null, "credit.unknown-hold");
        require(hold != null && hold.open, "credit.hold-closed");
        return Objects.requireNonNull(hold);
    }

    /**
     * One minor unit after the other. What it takes from expired ones had not expired.
     *
     * @param held before it
     */
    private String use(String product, long gross, Instant at, long held, List<String> lines) {
        long paid = left(TopUpCategory.PAID);
        long promotional = left(TopUpCategory.PROMOTIONAL);
        long overdrawnBefore = overdrawn;
        String given = "-";
        long discount = 0;
        Offer best = best(product, gross, at);
        if (best != null) {
            discount = given(best, gross);
            given = best.id();
        }
        Map<String, Long> taken = new LinkedHashMap<>();
        long overdraft = 0;
        for (long unit = 0; unit < gross - discount; unit++) {
            long spendable = left(at) - held() - overdrawn + limit;
            boolean openAllowed = left(at) > held() && spendable > 0;
            Lot next = lots.stream()
                    .filter(lot -> lot.left > 0 && !lot.endedBy(at) && (!lot.open || openAllowed))
                    .min(burnOrder())
                    .orElse(null);
            if (next != null) {
                next.left--;
                taken.merge(next.asked.id() + (next.open ? "" : "!"), 1L, Long::sum);
            } else {
                require(spendable > 0, "credit.insufficient");
                overdrawn++;
                overdraft++;
            }
        }
        for (var each : taken.entrySet()) {
            if (each.getKey().endsWith("!")) {
                TopUp topUp = Objects.requireNonNull(
                                lot(each.getKey().substring(0, each.getKey().length() - 1)))
                        .asked;
                paid += topUp.category() == TopUpCategory.PAID ? each.getValue() : 0;
                promotional += topUp.category() == TopUpCategory.PROMOTIONAL ? each.getValue() : 0;
                lines.add("expired less %s %d %s -> %d %d %d %d %d"
                        .formatted(
                                topUp.id(),
                                each.getValue(),
                                topUp.expiresAt(),
                                paid,
                                promotional,
                                held,
                                overdrawnBefore,
                                limit));
            }
        }
        return "%d - %d (%s) = %s + %d".formatted(gross, discount, given, taken, overdraft);
    }

    private Comparator<Lot> burnOrder() {
        return Comparator.comparingInt((Lot lot) -> lot.asked.priority())
                .thenComparing(lot -> lot.asked.expiresAt(), Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(lot -> lot.asked.category() == TopUpCategory.PROMOTIONAL ? 0 : 1)
                .thenComparing(lot -> lot.asked.at())
                .thenComparingInt(lots::indexOf);
    }

    private @Nullable Offer best(String product, long gross, Instant at) {
        return offers.stream()
                .filter(o -> o.product() == null || o.product().equals(product))
                .filter(o -> !o.from().isAfter(at) && (o.to() == null || o.to().isAfter(at)))
                .filter(o -> o.revoked() == null || o.revoked().isAfter(at))
                .filter(o -> given(o, gross) > 0)
                .max(Comparator.comparingLong((Offer o) -> given(o, gross))
                        .thenComparing(Offer::granted, Comparator.reverseOrder())
                        .thenComparing(Offer::id, Comparator.reverseOrder()))
                .orElse(null);
    }

    private long given(Offer offer, long gross) {
        if (offer.basisPoints() == 0) {
            return currency.equals(offer.currency()) ? Math.min(gross, offer.fixed()) : 0;
        }
        return new BigDecimal(gross)
                .multiply(new BigDecimal(offer.basisPoints()))
                .movePointLeft(4)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private void book(Instant now, List<String> lines) {
        while (true) {
            Lot lot = lots.stream()
                    .filter(l -> l.open && l.left > 0 && l.endedBy(now))
                    .min(Comparator.comparing((Lot l) -> Objects.requireNonNull(l.asked.expiresAt()))
                            .thenComparingInt(lots::indexOf))
                    .orElse(null);
            Reserved hold = holds.stream()
                    .filter(h -> h.open
                            && h.asked.expiresAt() != null
                            && !h.asked.expiresAt().isAfter(now))
                    .min(Comparator.comparing((Reserved h) -> Objects.requireNonNull(h.asked.expiresAt()))
                            .thenComparing(h -> h.asked.id()))
                    .orElse(null);
            if (lot == null && hold == null) {
                return;
            }
            Instant lotEnd = lot == null ? Instant.MAX : Objects.requireNonNull(lot.asked.expiresAt());
            Instant holdEnd = hold == null ? Instant.MAX : Objects.requireNonNull(hold.asked.expiresAt());
            if (hold != null && !holdEnd.isAfter(lotEnd)) {
                hold.open = false;
                lines.add(line("released " + hold.asked.id(), "EXPIRED " + holdEnd));
            } else if (lot != null) {
                lot.open = false;
                lines.add(line("expired " + lot.asked.id(), lot.left + " " + lotEnd));
            }
        }
    }

    private String line(String what, String how) {
        return what + " " + how + " -> " + figures();
    }

    /** Paid, promotional, held, overdrawn, limit. */
    public String figures() {
        return "%d %d %d %d %d"
                .formatted(left(TopUpCategory.PAID), left(TopUpCategory.PROMOTIONAL), held(), overdrawn, limit);
    }

    /** What is left of the open ones, less what is overdrawn. */
    public long owed() {
        return left((Instant) null) - overdrawn;
    }

    private long left(TopUpCategory category) {
        return lots.stream()
                .filter(lot -> lot.open && lot.asked.category() == category)
                .mapToLong(lot -> lot.left)
                .sum();
    }

    /** Of the open ones that have not ended by that time. */
    private long left(@Nullable Instant at) {
        return lots.stream()
                .filter(lot -> lot.open && (at == null || !lot.endedBy(at)))
                .mapToLong(lot -> lot.left)
                .sum();
    }

    private long held() {
        return holds.stream()
                .filter(hold -> hold.open)
                .mapToLong(hold -> hold.asked.amount())
                .sum();
    }

    private @Nullable Lot lot(String id) {
        return lots.stream()
                .filter(lot -> lot.asked.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Reserved hold(String id) {
        return holds.stream().filter(h -> h.asked.id().equals(id)).findFirst().orElse(null);
    }

    private static void require(boolean holds, String code) {
        if (!holds) {
            throw new Refused(code);
        }
    }

    private static final class Refused extends RuntimeException {
        final String code;

        Refused(String code) {
            super(code, null, false, false);
            this.code = code;
        }
    }
}
