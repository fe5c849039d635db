package org.commissionledger.eventstore;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Maps stored names to classes and back. A name, once stored, is never given to another class. */
public final class EventTypes {

    private final Map<String, EventType> byName = new HashMap<>();
    private final Map<Class<?>, EventType> byClass = new HashMap<>();

    public EventTypes(Collection<EventType> types) {
        for (EventType type : types) {
            if (byName.put(type.name(), type) != null || byClass.put(type.javaType(), type) != null) {
                throw new IllegalArgumentException("registered twice: " + type);
            }
        }
    }

    public Collection<EventType> all() {
        return byName.values();
    }

    /** @throws IllegalStateException when the store holds a name that this version of the product does not know */
    public EventType named(String name) {
        EventType type = byName.get(name);
        if (type == null) {
            throw new IllegalStateException(
                    "The event type " + name
                            + " is not known here: the history was written by a newer version of the ledger. Run that version.");
        }
        return type;
    }

    public EventType of(Class<?> javaType) {
        EventType type = byClass.get(javaType);
        if (type == null) {
            throw new IllegalArgumentException(javaType + " is not registered as an event type");
        }
        return type;
    }
}
