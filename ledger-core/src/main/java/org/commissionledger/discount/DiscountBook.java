package org.commissionledger.discount;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.account.AccountId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;

/**
 * Discounts as decisions on usage need them: read from the history itself, not from a projection that may lag. An owner's are cached
 * with the sequence they were read at, none at all as well; a usage names that as its basis, so that one that was granted or revoked
 * on any node counts from that moment on.
 */
public final class DiscountBook {

    private static final int CACHED = 100_000;
    private static final int PAGE = 1_000;

    private final EventReader reader;
    private final EventCodec codec;
    private final Cache<StreamId, Known> known = Caffeine.newBuilder()
            .maximumWeight(CACHED)
            .weigher((StreamId stream, Known discounts) -> 1 + discounts.weight())
            .build();

    public DiscountBook(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /**
     * What one owner grants.
     *
     * @param forAccount for the owner's own account
     * @param forCustomers for the accounts of the owner's customers
     * @param head of the stream that they were read from; -1 where it has no events
     */
    public record Known(List<GrantedDiscount> forAccount, List<GrantedDiscount> forCustomers, long head) {

        public static final Known NONE = new Known(List.of(), List.of(), -1);

        int weight() {
            return forAccount.size() + forCustomers.size();
        }
    }

    /**
     * All in one look.
     *
     * @param again whether to read them anew: what is remembered turned out to be old
     */
    public Map<AccountId, Known> of(OrganisationId organisation, Collection<AccountId> owners, boolean again) {
        Map<AccountId, Known> found = new HashMap<>();
        Map<StreamId, Long> missing = new HashMap<>();
        Map<StreamId, AccountId> ownerOf = new HashMap<>();
        for (AccountId owner : owners) {
            StreamId stream = DiscountCommand.stream(organisation, owner);
            Known discounts = again ? null : known.getIfPresent(stream);
            if (discounts == null) {
                missing.put(stream, 0L);
                ownerOf.put(stream, owner);
            } else {
                found.put(owner, discounts);
            }
        }
        if (!missing.isEmpty()) {
            Map<StreamId, List<RecordedEvent>> read = reader.streams(organisation, missing, PAGE);
            ownerOf.forEach((stream, owner) -> {
                Known discounts = whole(stream, read.getOrDefault(stream, List.of()));
                known.put(stream, discounts);
                found.put(owner, discounts);
            });
        }
        return found;
    }

    /** Drops what is known of a stream, after it turned out to have moved on. */
    public void forget(StreamId stream) {
        known.invalidate(stream);
    }

    private Known whole(StreamId stream, List<RecordedEvent> first) {
        Map<DiscountId, GrantedDiscount> all = new LinkedHashMap<>();
        long head = -1;
        List<RecordedEvent> page = first;
        while (!page.isEmpty()) {
            for (RecordedEvent recorded : page) {
                DiscountEvent event = (DiscountEvent) codec.decode(recorded);
                DiscountId id = event.discount().discountId();
                all.put(id, GrantedDiscount.after(all.get(id), event));
                head = recorded.streamSequence();
            }
            page = page.size() < PAGE ? List.of() : reader.stream(stream, head + 1, PAGE);
        }
        return head < 0 ? Known.NONE : known(all.values(), head);
    }

    private static Known known(Collection<GrantedDiscount> all, long head) {
        List<GrantedDiscount> forAccount = new ArrayList<>();
        List<GrantedDiscount> forCustomers = new ArrayList<>();
        for (GrantedDiscount each : all) {
            (each.discount().scope() == DiscountScope.ACCOUNT ? forAccount : forCustomers).add(each);
        }
        return new Known(List.copyOf(forAccount), List.copyOf(forCustomers), head);
    }
}
