package org.commissionledger.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the events that have given names already, so that no aggregate needs to remember what it ever heard of. What it does not
 * find may be written a moment later by somebody else: the appender finds that out, also when the decision was to refuse, and it is
 * made again.
 */
public final class OnceEvents {

    private final EventReader reader;
    private final EventCodec codec;

    public OnceEvents(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** All names in one look. */
    public Found find(OrganisationId organisation, Collection<OnceName> names) {
        OnceKeys keys = new OnceKeys();
        Map<UUID, OnceName> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(name.key(organisation, keys), name));
        Map<OnceName, LedgerEvent> stored = new HashMap<>();
        reader.once(wanted.keySet()).forEach((key, event) -> stored.put(wanted.get(key), codec.decode(event)));
        return new Found(stored);
    }

    /** What was found, and what the present unit of work has published since. */
    public static final class Found {

        private final Map<OnceName, LedgerEvent> stored;

        private Found(Map<OnceName, LedgerEvent> stored) {
            this.stored = stored;
        }

        /** Null for a name that nothing has yet. */
        public @Nullable LedgerEvent of(OnceName name) {
            LedgerEvent event = stored.get(name);
            Submission submission = Submission.current();
            return event != null || submission == null ? event : submission.publishedOrFree(name);
        }
    }
}
