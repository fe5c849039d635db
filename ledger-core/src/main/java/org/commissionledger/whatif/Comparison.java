package org.commissionledger.whatif;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.commissionledger.whatif.Outcome.Line;

/** Sums of what was beside sums of what would have been. */
final class Comparison<T> {

    private final T none;
    private final BinaryOperator<T> minus;
    private final Map<Key, Pair<T>> all =
            new TreeMap<>(Comparator.comparing(Key::id).thenComparing(Key::currency));

    private record Key(String id, String currency) {}

    private record Pair<T>(T actual, T simulated) {}

    Comparison(T none, BinaryOperator<T> minus) {
        this.none = none;
        this.minus = minus;
    }

    void add(String id, String currency, UnaryOperator<T> actual, UnaryOperator<T> simulated) {
        Key key = new Key(id, currency);
        Pair<T> before = all.getOrDefault(key, new Pair<>(none, none));
        all.put(key, new Pair<>(actual.apply(before.actual()), simulated.apply(before.simulated())));
    }

    List<Line<T>> lines() {
        return all.entrySet().stream()
                .map(e -> new Line<>(
                        e.getKey().id(),
                        e.getKey().currency(),
                        e.getValue().actual(),
                        e.getValue().simulated(),
                        minus.apply(e.getValue().simulated(), e.getValue().actual())))
                .toList();
    }
}
