package org.commissionledger.customer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.organisation.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What may be noted beside an event: only names that the organisation has listed, only short flat values, and not much of it. What is
 * not listed is left out, and the event counts all the same. What people type into a provider's own journey has no way in, not even by
 * accident.
 */
public final class PropertyPolicy {

    /** UTF-8 bytes of JSON, for one event. */
    public static final int MAX_BYTES = 4_096;

    /** Characters (UTF-16) of one text. */
    public static final int MAX_TEXT = 256;

    private final Set<String> allowed;

    private PropertyPolicy(Set<String> allowed) {
        this.allowed = allowed;
    }

    public static PropertyPolicy of(Settings settings) {
        return allowing(settings.customerPropertyKeys());
    }

    static PropertyPolicy allowing(List<String> keys) {
        return new PropertyPolicy(Set.copyOf(keys));
    }

    /**
     * The properties as an event holds them, in the order given, without those that are not listed; nothing for none.
     *
     * @param given texts, numbers of any Java type, and booleans are taken
     * @throws InvalidProperty for a listed name whose value is too long, nested, null, or no exact number
     * @throws PropertiesTooLarge when all of it together is too much
     */
    public @Nullable Map<String, Object> check(@Nullable Map<String, ?> given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        Map<String, Object> checked = new LinkedHashMap<>();
        Map<String, Object> all = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (allowed.contains(key)) {
                checked.put(key, requireValid(key, value));
            }
            all.put(key, value == null ? "" : value);
        });
        if (PropertyValues.jsonBytes(all) > MAX_BYTES) {
            throw new PropertiesTooLarge();
        }
        return checked.isEmpty() ? null : checked;
    }

    private static Object requireValid(String key, @Nullable Object value) {
        Object normal = PropertyValues.normal(value);
        if (normal == null || (normal instanceof String text && text.length() > MAX_TEXT)) {
            throw new InvalidProperty(key);
        }
        return normal;
    }
}
