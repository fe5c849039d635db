package org.commissionledger.command;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.commissionledger.eventstore.Tentative;
import org.jspecify.annotations.Nullable;

/**
 * Hot aggregates, bounded by what they weigh together: an aggregate that is not {@link Weighty} weighs 1. Idle ones are dropped. What
 * it holds may be old news on one of several nodes, or not durable yet: the appender finds that out, and what turns out never to be
 * written is forgotten.
 */
final class AggregateCache implements Cache {

    private static final Duration IDLE = Duration.ofMinutes(30);

    private record Weighed(Object value, int weight, Tentative tentative) {}

    private final com.github.benmanes.caffeine.cache.Cache<Object, Weighed> entries;

    AggregateCache(long maximumWeight) {
        entries = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((Object key, Weighed entry) -> entry.weight())
                .expireAfterAccess(IDLE)
                .build();
    }

    /** What the aggregate of that identifier rests on; null when it is not there. */
    @Nullable
    Tentative tentative(Object key) {
        Weighed entry = entries.getIfPresent(key);
        return entry == null ? null : entry.tentative();
    }

    /** Says how much an entry, if it is there, weighs from now on. */
    void weigh(Object key, int weight) {
        entries.asMap().computeIfPresent(key, (k, entry) -> new Weighed(entry.value(), weight, entry.tentative()));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <K, V> V get(K key) {
        @Nullable Weighed entry = entries.getIfPresent(key);
        if (entry != null && entry.tentative().isUndone()) {
            entries.asMap().remove(key, entry);
            return null;
        }
        return entry == null ? null : (V) entry.value();
    }

    @Override
    public void put(Object key, Object value) {
        entries.asMap()
                .compute(key, (k, entry) -> new Weighed(value, 1, entry == null ? new Tentative() : entry.tentative()));
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, new Weighed(value, 1, new Tentative())) == null;
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        Weighed entry = entries.getIfPresent(key);
        return entry != null && !entry.tentative().isUndone();
    }

    /** Nobody in the ledger listens to the cache. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> false;
    }
}
