package org.commissionledger.organisation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationEvent.SettingsChanged;

/**
 * Settings as decisions need them: read from the history itself, not from a projection that may lag. They are cached with the
 * sequence they were read at; what is appended under them names that as its basis, so that a rule that was changed on any node
 * holds from that moment on.
 */
public final class OrganisationSettings {

    private static final int CACHED = 10_000;

    private final EventReader reader;
    private final EventCodec codec;
    private final Cache<StreamId, Known> known =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public OrganisationSettings(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** @param basis the stream that they were read from */
    public record Known(Settings settings, Map<String, Long> basis) {}

    /** {@link Settings#NONE} for an organisation that has set nothing. */
    public Known of(OrganisationId organisation) {
        return known.get(OrganisationCommand.stream(organisation), this::read);
    }

    /** Drops what is known of a stream, after it turned out to have moved on. */
    public void forget(StreamId stream) {
        known.invalidate(stream);
    }

    private Known read(StreamId stream) {
        Settings settings = Settings.NONE;
        long head = -1;
        for (RecordedEvent event : reader.stream(stream, 0)) {
            if (codec.decode(event) instanceof SettingsChanged changed) {
                settings = changed.settings();
            }
            head = event.streamSequence();
        }
        return new Known(settings, Map.of(stream.stream(), head));
    }
}
