package org.commissionledger.eventstore;

import java.util.OptionalLong;
import org.axonframework.eventhandling.TrackingToken;

/**
 * How far a reader has read: every event up to and with this position. Positions have no gaps and appear in order, so one number
 * is enough.
 */
public record PositionToken(long value) implements TrackingToken {

    public static final PositionToken START = new PositionToken(0);

    @Override
    public TrackingToken lowerBound(TrackingToken other) {
        return value <= ((PositionToken) other).value ? this : other;
    }

    @Override
    public TrackingToken upperBound(TrackingToken other) {
        return value >= ((PositionToken) other).value ? this : other;
    }

    @Override
    public boolean covers(TrackingToken other) {
        return value >= ((PositionToken) other).value;
    }

    @Override
    public OptionalLong position() {
        return OptionalLong.of(value);
    }
}
