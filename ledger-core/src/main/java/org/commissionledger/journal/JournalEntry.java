package org.commissionledger.journal;

import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Postings that sum to zero in every currency. One that does not cannot be made. */
public record JournalEntry(List<Posting> postings) {

    public static final JournalEntry NONE = new JournalEntry(List.of());

    public JournalEntry {
        Map<Currency, Long> sums = new HashMap<>();
        postings.forEach(posting -> sums.merge(posting.currency(), posting.amount(), Math::addExact));
        if (sums.values().stream().anyMatch(sum -> sum != 0)) {
            throw new IllegalArgumentException("the postings do not balance: " + postings);
        }
    }

    /** Lines of nothing are left out. */
    public static JournalEntry balanced(List<Posting> postings) {
        return new JournalEntry(postings.stream().filter(p -> p.amount() != 0).toList());
    }

    public boolean isEmpty() {
        return postings.isEmpty();
    }
}
