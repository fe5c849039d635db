package org.commissionledger.projection.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of deriving a projection again.
 *
 * @param differences from what its tables say; none when they are right, and when it could not be derived
 * @param fault why it could not be derived; null when it could
 */
public record Comparison(
        String projection,
        List<Difference> differences,
        @Nullable RuntimeException fault) {}
