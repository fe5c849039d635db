package org.commissionledger.projection.customers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions that analytics and lists share. */
final class Dimensions {

    private Dimensions() {}

    /** What is null does not filter. */
    static void append(
            @Nullable String categoryId, @Nullable String integrationId, StringBuilder where, List<Object> values) {
        if (categoryId != null) {
            where.append(" and category_id = ?");
            values.add(categoryId);
        }
        if (integrationId != null) {
            where.append(" and integration_id = ?");
            values.add(integrationId);
        }
    }
}
