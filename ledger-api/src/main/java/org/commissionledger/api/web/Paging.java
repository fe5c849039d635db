package org.commissionledger.api.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list a request asks for.
 *
 * @param list what a cursor is good for: the list with its filters
 * @param place where the page before ended, by the parts that name its last item; empty for the first page
 */
public record Paging(String list, int limit, Optional<List<String>> place) {

    /**
     * The last that is read of a query.
     *
     * @param parts how many name an item of the list
     */
    public static Paging last(Query query, String list, int parts) {
        int limit = query.limit();
        String cursor = query.cursor();
        query.done();
        String filtered = list + query.filters();
        return new Paging(filtered, limit, Cursor.read(filtered, cursor, parts));
    }

    /** Of a list by one name: the last item of the page before, empty for the first page. */
    public String after() {
        return place.map(List::getFirst).orElse("");
    }

    /** How many to look for: one more than are shown tells whether there is another page. */
    public int oneMore() {
        return limit + 1;
    }

    /** @param named the parts that name an item */
    public <S, T> Page<T> page(List<S> oneMore, Function<S, T> shown, Function<S, List<String>> named) {
        return Page.of(
                oneMore, limit, shown, item -> Cursor.of(list, named.apply(item).toArray(String[]::new)));
    }
}
