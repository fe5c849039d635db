package org.commissionledger.organisation;

import org.jspecify.annotations.Nullable;

/**
 * How an organisation presents itself.
 *
 * @param primaryColour {@code #rrggbb}, for buttons and charts
 */
public record Settings(
        @Nullable String marketplaceUrl,
        @Nullable String name,
        @Nullable String primaryColour) {

    public static final Settings NONE = new Settings(null, null, null);
}
