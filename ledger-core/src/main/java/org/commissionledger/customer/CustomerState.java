package org.commissionledger.customer;

import java.util.LinkedHashSet;
import java.util.Set;
import org.commissionledger.person.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Who a customer is known to be.
 *
 * @param details of the email and name given last; null for an anonymous customer
 * @param merged the anonymous customers who turned out to be this one
 * @param mergedInto the known customer whom this anonymous one turned out to be
 * @param erased whether the person was forgotten, for good
 */
public record CustomerState(
        @Nullable Fingerprint details,
        Set<CustomerId> merged,
        @Nullable CustomerId mergedInto,
        boolean erased) {

    static final CustomerState ANONYMOUS = new CustomerState(null, Set.of(), null, false);

    public boolean isIdentified() {
        return details != null;
    }

    CustomerState identified(Fingerprint as) {
        return new CustomerState(as, merged, mergedInto, erased);
    }

    CustomerState with(CustomerId anonymous) {
        Set<CustomerId> more = new LinkedHashSet<>(merged);
        more.add(anonymous);
        return new CustomerState(details, more, mergedInto, erased);
    }

    CustomerState into(CustomerId known) {
        return new CustomerState(details, merged, known, erased);
    }

    CustomerState forgotten() {
        return new CustomerState(null, merged, mergedInto, true);
    }
}
