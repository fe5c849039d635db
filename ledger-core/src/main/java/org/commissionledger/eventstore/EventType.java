package org.commissionledger.eventstore;

/** The stored name of a class: what the table holds, whatever the class is called today. */
public record EventType(String name, int revision, Class<?> javaType) {

    public static EventType of(String name, int revision, Class<?> javaType) {
        return new EventType(name, revision, javaType);
    }
}
