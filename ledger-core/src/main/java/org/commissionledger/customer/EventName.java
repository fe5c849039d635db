package org.commissionledger.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a customer did, in upper case: 1 to 64 of {@code A-Z 0-9 _}, a letter first. Three of them are steps of the funnel. */
public record EventName(@JsonValue String value) {

    public static final int MAX_LENGTH = 64;

    public static final EventName VISITED = new EventName("VISITED");
    public static final EventName JOURNEY_STARTED = new EventName("JOURNEY_STARTED");
    public static final EventName PRODUCT_VIEWED = new EventName("PRODUCT_VIEWED");

    /** @throws IllegalArgumentException without repeating the text */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EventName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("type must be 1 to 64 of A-Z 0-9 _ with a letter first");
        }
    }

    public static boolean isValid(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.charAt(0) >= 'A'
                && value.charAt(0) <= 'Z'
                && value.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
    }

    /** Whether it is a step of the funnel; everything else is behaviour. */
    public boolean isFunnel() {
        return equals(VISITED) || equals(JOURNEY_STARTED) || equals(PRODUCT_VIEWED);
    }

    @Override
    public String toString() {
        return value;
    }
}
