package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** A stored event as Axon sees it. The payload is decoded once, when it is first asked for. */
public final class LedgerEventMessage implements TrackedEventMessage<Object>, DomainEventMessage<Object> {

    private final RecordedEvent recorded;
    private final EventCodec codec;
    private final Class<?> payloadType;
    private final TrackingToken token;
    private final transient MetaData metaData;

    private transient volatile @Nullable LedgerEvent payload;
    private transient volatile @Nullable String aggregate;

    public static LedgerEventMessage of(RecordedEvent recorded, EventCodec codec) {
        return new LedgerEventMessage(recorded, codec);
    }

    LedgerEventMessage(RecordedEvent recorded, EventCodec codec) {
        this(recorded, codec, new PositionToken(recorded.position()), MetaData.emptyInstance());
    }

    private LedgerEventMessage(RecordedEvent recorded, EventCodec codec, TrackingToken token, MetaData metaData) {
        this.recorded = recorded;
        this.codec = codec;
        this.payloadType = codec.types().named(recorded.type()).javaType();
        this.token = token;
        this.metaData = metaData;
    }

    public RecordedEvent recorded() {
        return recorded;
    }

    @Override
    public LedgerEvent getPayload() {
        LedgerEvent decoded = payload;
        if (decoded == null) {
            decoded = codec.decode(recorded);
            payload = decoded;
        }
        return decoded;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<Object> getPayloadType() {
        return (Class<Object>) payloadType;
    }

    @Override
    public String getIdentifier() {
        return recorded.eventId().toString();
    }

    @Override
    public Instant getTimestamp() {
        return recorded.recordedAt();
    }

    /** Made once: every projection asks for it several times, and for its hash. */
    @Override
    public String getAggregateIdentifier() {
        String known = aggregate;
        if (known == null) {
            known = recorded.organisation().value() + "/" + recorded.stream();
            aggregate = known;
        }
        return known;
    }

    @Override
    public long getSequenceNumber() {
        return recorded.streamSequence();
    }

    @Override
    public String getType() {
        return recorded.stream().substring(0, Math.max(0, recorded.stream().indexOf('/')));
    }

    @Override
    public TrackingToken trackingToken() {
        return token;
    }

    @Override
    public MetaData getMetaData() {
        return metaData;
    }

    @Override
    public LedgerEventMessage withTrackingToken(TrackingToken other) {
        return other.equals(token) ? this : copy(other, metaData);
    }

    @Override
    public LedgerEventMessage withMetaData(Map<String, ?> other) {
        return copy(token, MetaData.from(other));
    }

    @Override
    public LedgerEventMessage andMetaData(Map<String, ?> other) {
        return other.isEmpty() ? this : copy(token, metaData.mergedWith(other));
    }

    private LedgerEventMessage copy(TrackingToken otherToken, MetaData otherMetaData) {
        LedgerEventMessage copy = new LedgerEventMessage(recorded, codec, otherToken, otherMetaData);
        copy.payload = payload;
        return copy;
    }
}
