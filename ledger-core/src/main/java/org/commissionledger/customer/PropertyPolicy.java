package org.commissionledger.customer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.organisation.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What may be noted beside an event: only names that the organisation has listed, only short flat values, and not much of it. What
 * people type into a provider's own journey has no way in, not even by accident.
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
     * The properties as an event holds them, in the order given; nothing for none.
     *
     * @param given texts, numbers of any Java type, and booleans are taken
     * @throws PropertyNotAllowed for a name that is not listed
     * @throws InvalidProperty for a value that is too long, nested, null, or no exact number
     * @throws PropertiesTooLarge when all of it together is too much
     */
    public @Nullable Map<String, Object> check(@Nullable Map<String, ?> given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        Map<String, Object> checked = new LinkedHashMap<>();
        given.forEach((key, value) -> checked.put(requireAllowed(key), requireValid(key, value)));
        if (PropertyValues.jsonBytes(checked) > MAX_BYTES) {
            throw new PropertiesTooLarge();
        }
        return checked;
    }

    private String requireAllowed(String key) {
        if (!allowed.contains(key)) {
            throw new PropertyNotAllowed(key);
        }
        return key;
    }

    private static Object requireValid(String key, @Nullable Object value) {
        Object normal = PropertyValues.normal(value);
        if (normal == null || (normal instanceof String text && text.length() > MAX_TEXT)) {
            throw new InvalidProperty(key);
        }
        return normal;
    }
}
