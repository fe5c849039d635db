package org.commissionledger.organisation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import org.commissionledger.identity.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * How an organisation presents itself, and what it lets in.
 *
 * @param primaryColour {@code #rrggbb}, for buttons and charts
 * @param customerPropertyKeys the names that properties of customer events may have, at most {@link #MAX_PROPERTY_KEYS}, each
 *     1 to 64 of {@code A-Z a-z 0-9 . _ : -}; nothing listed, nothing let in
 * @param documentationUrl where Documentation in the dashboard's menu leads
 * @param supportUrl where Support in the dashboard's menu leads
 */
public record Settings(
        @Nullable String marketplaceUrl,
        @Nullable String name,
        @Nullable String primaryColour,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> customerPropertyKeys,
        @Nullable String documentationUrl,
        @Nullable String supportUrl) {

    public static final int MAX_PROPERTY_KEYS = 100;

    public static final Settings NONE = new Settings(null, null, null);

    /**
     * An empty list is not written, and so comes back as null.
     *
     * @throws IllegalArgumentException for too many property names, one twice, or one that is no such name
     */
    public Settings {
        customerPropertyKeys = customerPropertyKeys == null ? List.of() : List.copyOf(customerPropertyKeys);
        if (customerPropertyKeys.size() > MAX_PROPERTY_KEYS
                || new HashSet<>(customerPropertyKeys).size() < customerPropertyKeys.size()) {
            throw new IllegalArgumentException("at most " + MAX_PROPERTY_KEYS + " names of properties, each once");
        }
        customerPropertyKeys.forEach(key -> Identifiers.require("a property's name", key));
    }

    public Settings(@Nullable String marketplaceUrl, @Nullable String name, @Nullable String primaryColour) {
        this(marketplaceUrl, name, primaryColour, List.of());
    }

    public Settings(
            @Nullable String marketplaceUrl,
            @Nullable String name,
            @Nullable String primaryColour,
            List<String> customerPropertyKeys) {
        this(marketplaceUrl, name, primaryColour, customerPropertyKeys, null, null);
    }

    /** The same with other places for Documentation and Support to lead to. */
    public Settings leading(@Nullable String documentation, @Nullable String support) {
        return new Settings(marketplaceUrl, name, primaryColour, customerPropertyKeys, documentation, support);
    }

    Settings listing(List<String> propertyKeys) {
        return new Settings(marketplaceUrl, name, primaryColour, propertyKeys, documentationUrl, supportUrl);
    }
}
