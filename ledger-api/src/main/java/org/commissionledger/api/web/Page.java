package org.commissionledger.api.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list. */
public record Page<T>(List<T> data, Info page) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    /** @param next the cursor of the page behind this one, when there is more */
    public record Info(boolean hasMore, @Nullable String next) {}

    /**
     * @param oneMore up to {@code limit + 1} items: the last one only tells that there is more
     * @param cursor of an item
     */
    public static <S, T> Page<T> of(List<S> oneMore, int limit, Function<S, T> shown, Function<S, String> cursor) {
        boolean more = oneMore.size() > limit;
        List<S> items = more ? oneMore.subList(0, limit) : oneMore;
        List<T> data = items.stream().map(shown).toList();
        return new Page<>(data, new Info(more, more ? cursor.apply(items.getLast()) : null));
    }
}
