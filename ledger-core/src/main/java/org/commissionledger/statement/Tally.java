package org.commissionledger.statement;

import java.math.BigInteger;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.statement.StatementSummary.Totals;

/** Adds lines up, one after the other. */
public final class Tally {

    private final Map<LineOutcome, Long> outcomes = new EnumMap<>(LineOutcome.class);
    private final Map<String, Sum> sums = new TreeMap<>();

    private static final class Sum {
        private final Currency currency;
        private BigInteger stated = BigInteger.ZERO;
        private BigInteger matched = BigInteger.ZERO;
        private BigInteger toConfirm = BigInteger.ZERO;
        private BigInteger toReverse = BigInteger.ZERO;
        private BigInteger notInStatement = BigInteger.ZERO;

        Sum(Currency currency) {
            this.currency = currency;
        }

        void add(StatementLine line) {
            BigInteger amount = BigInteger.valueOf(line.amount() == null ? 0 : line.amount());
            if (line.outcome() != LineOutcome.DUPLICATE) {
                stated = stated.add(amount);
            }
            if (line.outcome() == LineOutcome.MATCHED) {
                matched = matched.add(amount);
            }
            if (line.outcome() == LineOutcome.NOT_IN_STATEMENT && line.expected() != null) {
                notInStatement = notInStatement.add(BigInteger.valueOf(line.expected()));
            }
            for (Settlement settlement : line.settlements()) {
                BigInteger moved = BigInteger.valueOf(settlement.amount());
                if (settlement.action() == CommissionMove.CONFIRM) {
                    toConfirm = toConfirm.add(moved);
                } else {
                    toReverse = toReverse.add(moved);
                }
            }
        }

        Totals totals() {
            return new Totals(currency, stated, matched, toConfirm, toReverse, notInStatement);
        }
    }

    public void add(StatementLine line) {
        outcomes.merge(line.outcome(), 1L, Long::sum);
        sums.computeIfAbsent(line.currency().getCurrencyCode(), code -> new Sum(line.currency()))
                .add(line);
    }

    private long count(LineOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    public StatementSummary summary() {
        return new StatementSummary(
                count(LineOutcome.MATCHED),
                count(LineOutcome.AMOUNT_DIFFERS),
                count(LineOutcome.NOT_IN_LEDGER),
                count(LineOutcome.NOT_IN_STATEMENT),
                count(LineOutcome.DUPLICATE),
                sums.values().stream().map(Sum::totals).toList());
    }
}
