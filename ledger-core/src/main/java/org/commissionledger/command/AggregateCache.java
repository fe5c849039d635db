package org.commissionledger.command;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.commissionledger.eventstore.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * Hot aggregates, bounded by what they weigh together: an aggregate that is not {@link Weighty} weighs 1. Idle ones are dropped. What
 * it holds may be old news on one of several nodes: the appender finds that out.
 */
final class AggregateCache implements Cache {

    private static final Duration IDLE = Duration.ofMinutes(30);

    private record Weighed(Object value, int weight) {}

    private final com.github.benmanes.caffeine.cache.Cache<Object, Weighed> entries;

    AggregateCache(long maximumWeight) {
        entries = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((Object key, Weighed entry) -> entry.weight())
                .expireAfterAccess(IDLE)
                .build();
    }

    boolean holds(StreamId stream) {
        return entries.asMap().containsKey(stream.toString());
    }

    /** Says how much an entry, if it is there, weighs from now on. */
    void weigh(Object key, int weight) {
        entries.asMap().computeIfPresent(key, (k, entry) -> new Weighed(entry.value(), weight));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <K, V> V get(K key) {
        @Nullable Weighed entry = entries.getIfPresent(key);
        return entry == null ? null : (V) entry.value();
    }

    @Override
    public void put(Object key, Object value) {
        entries.put(key, new Weighed(value, 1));
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, new Weighed(value, 1)) == null;
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
        return entries.asMap().containsKey(key);
    }

    /** Nobody in the ledger listens to the cache. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> false;
    }
}
