package org.commissionledger.person;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.KeyEncryption.Wrapped;
import org.commissionledger.person.PersonKeyTable.Row;
import org.jspecify.annotations.Nullable;

/**
 * The keys of persons: made when first needed, kept wrapped in the database, destroyed to forget the person. Safe for use by many
 * threads and nodes. Every method may throw {@link KeysUnavailableException} when the database or the key encryption does not answer.
 *
 * <p>Keys that were read are kept for minutes, and forgotten the moment that any node destroys them; while this node cannot hear
 * the others, a key is read again after a second.
 */
public final class PersonKeys {

    private static final int CACHED = 10_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);
    private static final long UNHEARD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PAGE = 500;

    private final PersonKeyTable table;
    private final KeyEncryption encryption;
    private final StoreWatcher watcher;
    private final AtomicLong news = new AtomicLong();
    private final Cache<Person, Cached> cache = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();

    /** @param news what {@link PersonKeys#news} was before it was read: news since then may be of this key */
    private record Cached(PersonKey key, long news, long since) {}

    private PersonKeys(PersonKeyTable table, KeyEncryption encryption, StoreWatcher watcher) {
        this.table = table;
        this.encryption = encryption;
        this.watcher = watcher;
        watcher.on(PersonKeyTable.CHANNEL, this::destroyedElsewhere, news::incrementAndGet);
    }

    /** Runs on the watcher's thread, which must not wait: every key counts as old at once, and this one is dropped soon. */
    private void destroyedElsewhere(String person) {
        news.incrementAndGet();
        Thread.startVirtualThread(() -> cache.invalidate(new Person(StreamId.parse(person))));
    }

    /**
     * With keys in a file beside the service, which is made at the very first use of the database.
     *
     * @throws KeysUnavailableException when the file is missing although it was used before, is unreadable, or is another one than
     *     this database was first used with
     */
    public static PersonKeys withKeyFile(DataSource pool, StoreWatcher watcher, Path file) {
        return over(pool, watcher, keyFile(pool, file));
    }

    /** The key file by itself, for an operator who changes keys; the same rules hold. */
    public static KeyFile keyFile(DataSource pool, Path file) {
        boolean needed = new PersonKeyTable(pool).mark().isPresent();
        return KeyFile.open(file, needed);
    }

    /**
     * With any key encryption.
     *
     * @throws KeysUnavailableException when it has another secret than the one that this database was first used with
     */
    public static PersonKeys over(DataSource pool, StoreWatcher watcher, KeyEncryption encryption) {
        PersonKeyTable table = new PersonKeyTable(pool);
        byte[] mark = encryption.secret(Framed.of("commission-ledger mark"));
        if (table.mark().isEmpty()) {
            table.insertMark(mark);
        }
        if (!MessageDigest.isEqual(mark, table.mark().orElseThrow())) {
            throw KeysUnavailableException.anotherFile();
        }
        return new PersonKeys(table, encryption, watcher);
    }

    /**
     * The person's key, made now if there was none. All nodes that ask at once get the same one.
     *
     * @return nothing when it was destroyed
     */
    public Optional<PersonKey> getOrMake(Person person) {
        Optional<PersonKey> known = find(person);
        if (known.isPresent()) {
            return known;
        }
        if (table.find(person).isEmpty()) {
            table.insert(person, encryption.wrap(Crypto.random(Crypto.KEY_BYTES), context(person)));
        }
        return find(person);
    }

    /** The person's key; nothing when there is none, or when it was destroyed. */
    public Optional<PersonKey> find(Person person) {
        Cached cached = cache.get(person, this::read);
        while (cached != null && !isFresh(cached)) {
            cache.asMap().remove(person, cached);
            cached = cache.get(person, this::read);
        }
        return cached == null ? Optional.empty() : Optional.of(cached.key());
    }

    /** The keys of many in one look, for readers of the history; who has none, or none any more, is not in the answer. */
    public Map<Person, PersonKey> find(Collection<Person> persons) {
        Map<Person, PersonKey> keys = new HashMap<>();
        table.find(persons).forEach((person, row) -> {
            if (row.wrapped() != null) {
                keys.put(person, unwrap(person, row.wrapped()));
            }
        });
        return keys;
    }

    /** Runs while the cache holds the person's entry: a {@link #destroy} here meanwhile waits, and then drops what was read. */
    private @Nullable Cached read(Person person) {
        long before = news.get();
        long now = System.nanoTime();
        Wrapped wrapped = table.find(person).map(Row::wrapped).orElse(null);
        return wrapped == null ? null : new Cached(unwrap(person, wrapped), before, now);
    }

    private boolean isFresh(Cached cached) {
        return cached.news() == news.get()
                && (watcher.isListening(PersonKeyTable.CHANNEL) || System.nanoTime() - cached.since() < UNHEARD_NANOS);
    }

    private PersonKey unwrap(Person person, Wrapped wrapped) {
        return new PersonKey(encryption.unwrap(wrapped, context(person)));
    }

    private static byte[] context(Person person) {
        return Framed.of(
                "commission-ledger person key v1", person.organisation().value(), person.stream().stream());
    }

    /** Nothing when the person's key was destroyed; otherwise as {@link PersonKey#seal}. */
    public Optional<Sealed> seal(Person person, Place place, String text) {
        return getOrMake(person).map(key -> key.seal(place, text));
    }

    /** Nothing when the person's key was destroyed or never there; otherwise as {@link PersonKey#open}. */
    public Optional<String> open(Person person, Place place, Sealed sealed) {
        return find(person).map(key -> key.open(place, sealed));
    }

    /** Whether the person was forgotten here. */
    public boolean isDestroyed(Person person) {
        return table.find(person).filter(row -> row.wrapped() == null).isPresent();
    }

    /**
     * Destroys the person's key for good, on every node; the mark that stays keeps another from being made. Doing it again changes
     * nothing. Copies of the database from before hold the wrapped key until the key-encryption key that wrapped it is removed.
     *
     * @return whether it was not destroyed before
     */
    public boolean destroy(Person person) {
        try {
            return table.destroy(person);
        } finally {
            cache.invalidate(person);
        }
    }

    /** The key-encryption key that wraps from now on. */
    public String newestKeyId() {
        return encryption.newestKeyId();
    }

    /**
     * Wraps every key anew that an older key-encryption key wraps; reads and writes go on meanwhile. Stopped in between, it can be
     * run again.
     *
     * @return how many were
     */
    public long rewrap() {
        String newest = encryption.newestKeyId();
        long count = 0;
        List<Row> page = table.wrappedByOthers(newest, null, PAGE);
        while (!page.isEmpty()) {
            for (Row row : page) {
                count += rewrap(row) ? 1 : 0;
            }
            page = table.wrappedByOthers(newest, page.getLast().person(), PAGE);
        }
        return count;
    }

    private boolean rewrap(Row row) {
        Wrapped before = row.wrapped();
        if (before == null) {
            return false;
        }
        byte[] context = context(row.person());
        return table.replace(row.person(), before, encryption.wrap(encryption.unwrap(before, context), context));
    }

    /** How many keys each key-encryption key wraps; one that is not named here wraps none and can be removed. Reads all keys' rows. */
    public Map<String, Long> wrappedBy() {
        return table.countByKey();
    }

    /**
     * What an address is looked up by, without being kept: the same for addresses that differ only in case or form, another in
     * each organisation, and of no use without the key encryption's secret. It belongs in tables that erasing purges, never in events.
     */
    public EmailHash emailHash(OrganisationId organisation, EmailAddress address) {
        byte[] key = encryption.secret(Framed.of("commission-ledger email look-up", organisation.value()));
        return EmailHash.of(Crypto.hmac(key, address.normalised().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The same over all organisations, for whoever signs in with an address before it is known to which of them it belongs. What is found by
     * it must not be told across organisations.
     */
    public EmailHash signInHash(EmailAddress address) {
        byte[] key = encryption.secret(Framed.of("commission-ledger sign-in look-up"));
        return EmailHash.of(Crypto.hmac(key, address.normalised().getBytes(StandardCharsets.UTF_8)));
    }
}
