package org.commissionledger.credit;

import java.time.Instant;
import java.util.List;

/**
 * The stored form of an account's state; raise {@link CreditAccount#SNAPSHOT} when it changes.
 *
 * @param topUps how many there ever were
 * @param open with something left, not expired
 * @param expired with something left when they expired
 */
record CreditSnapshot(
        AccountFacts account,
        String name,
        CreditFigures figures,
        long topUps,
        List<Part> open,
        List<Part> expired,
        List<Hold> holds) {

    /** What is left of one top-up. */
    record Part(TopUp topUp, Instant at, long number, long left) {

        static Part of(Lot lot) {
            return new Part(lot.topUp, lot.at, lot.number, lot.left());
        }

        Lot lot() {
            return new Lot(topUp, at, number, left);
        }
    }
}
