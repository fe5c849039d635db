package org.commissionledger.projection.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.commissionledger.journal.Journal;
import org.commissionledger.journal.Posting;
import org.commissionledger.projection.engine.Times;
import org.commissionledger.projection.report.ReportTable;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reports on one story's credit as of one position, held against the journal of the very events. */
final class CreditReports {

    private static final int RANGES = 6;

    private final CreditsNode node;
    private final CreditStory story;
    private final String where;
    private final long position;
    private final Instant[] moments;
    private final Map<String, List<Map<String, String>>> made = new LinkedHashMap<>();

    private record Line(Instant at, Posting posting) {}

    private CreditReports(CreditsNode node, CreditStory story, String where, Instant[] moments) {
        this.node = node;
        this.story = story;
        this.where = where;
        this.position = node.ledger.core.reader().head();
        this.moments = moments;
    }

    static CreditReports of(CreditsNode node, CreditStory story, Random random, String where) {
        Instant[] moments = random.longs(RANGES, 0, 1)
                .mapToObj(n -> story.anyMoment(random))
                .sorted()
                .toArray(Instant[]::new);
        CreditReports reports = new CreditReports(node, story, where, moments);
        reports.readAll();
        return reports;
    }

    private void readAll() {
        for (String report : List.of(
                "credit-top-ups",
                "credit-usage",
                "credit-balance",
                "discounts",
                "revenue-detail",
                "revenue-by-service",
                "revenue-by-account")) {
            read(report, null, null);
            read(report, moments[1], moments[4]);
            read(report, null, moments[2]);
        }
    }

    private List<Map<String, String>> read(String report, @Nullable Instant from, @Nullable Instant to) {
        return made.computeIfAbsent(report + " " + from + " " + to, key -> table(report, from, to, Map.of()));
    }

    private List<Map<String, String>> table(
            String report, @Nullable Instant from, @Nullable Instant to, Map<String, String> filters) {
        Selection selection = new Selection(story.organisation, from, to, null, filters);
        return ReportTable.read(node.reports, report, selection, position);
    }

    /** Whatever was recorded since, and however the tables were made. */
    void assertTheSameAgain() {
        Map<String, List<Map<String, String>>> before = new LinkedHashMap<>(made);
        made.clear();
        readAll();
        assertThat(made).as(where).containsExactlyEntriesOf(before);
    }

    void assertTheyAgree() {
        List<Line> journal = journal();
        assertBalances(journal);
        for (int i = 0; i + 1 < moments.length; i++) {
            assertRevenue(journal, moments[i], moments[i + 1]);
        }
        assertRevenue(journal, null, null);
        assertFilters();
    }

    private List<Line> journal() {
        return JdbcClient.create(node.ledger.pool())
                .sql(
                        "select type, revision, payload, effective_at from ledger.event where organisation = ? and position <= ?")
                .params(story.organisation.value(), position)
                .query((r, n) -> lines(r))
                .list()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Line> lines(ResultSet event) throws SQLException {
        Instant at = Times.time(event, "effective_at");
        return Journal.entry(node.ledger
                        .core
                        .eventCodec()
                        .decode(event.getString("type"), event.getInt("revision"), event.getString("payload")))
                .postings()
                .stream()
                .map(posting -> new Line(at, posting))
                .toList();
    }

    private static BigInteger sum(List<Line> journal, Predicate<Line> wanted) {
        return journal.stream()
                .filter(wanted)
                .map(line -> BigInteger.valueOf(line.posting().amount()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Predicate<Line> of(String account, @Nullable Instant from, @Nullable Instant to) {
        return line -> line.posting().account().startsWith(account)
                && (from == null || !line.at().isBefore(from))
                && (to == null || line.at().isBefore(to));
    }

    /** Each range begins where the one before ended, and both are what the journal has of events up to then. */
    private void assertBalances(List<Line> journal) {
        Map<String, BigInteger> closing = new HashMap<>();
        for (int i = 0; i <= moments.length; i++) {
            Instant from = i == 0 ? null : moments[i - 1];
            Instant to = i == moments.length ? null : moments[i];
            for (Map<String, String> row : read("credit-balance", from, to)) {
                String account = row.getOrDefault("accountId", "");
                BigInteger opening = ReportTable.amount(row, "opening");
                assertThat(opening).as(where).isEqualTo(closing.getOrDefault(account, BigInteger.ZERO));
                closing.put(account, ReportTable.amount(row, "closing"));
                assertThat(moved(row)).as("%s, %s", where, row).isEqualTo(closing.get(account));
                assertThat(sum(journal, of("credit:account:" + account, null, to))
                                .negate())
                        .as("%s, %s up to %s", where, row, to)
                        .isEqualTo(closing.get(account));
            }
        }
        assertThat(closing.get(CreditStory.ACCOUNT)).as(where).isEqualTo(BigInteger.valueOf(story.owed()));
        Balance now = node.balances
                .now(story.organisation.value(), CreditStory.ACCOUNT, Instant.EPOCH)
                .orElseThrow();
        assertThat(closing.get(CreditStory.ACCOUNT))
                .as(where)
                .isEqualTo(BigInteger.valueOf(now.paid() + now.promotional() - now.overdrawn()));
    }

    private static BigInteger moved(Map<String, String> row) {
        return ReportTable.amount(row, "opening")
                .add(ReportTable.amount(row, "toppedUp"))
                .add(ReportTable.amount(row, "accrued"))
                .subtract(ReportTable.amount(row, "used"))
                .subtract(ReportTable.amount(row, "expired"))
                .subtract(ReportTable.amount(row, "voided"));
    }

    private void assertRevenue(List<Line> journal, @Nullable Instant from, @Nullable Instant to) {
        BigInteger gross = sum(journal, of("credit:revenue:", from, to)).negate();
        BigInteger discount = sum(journal, of("credit:discount:", from, to));
        for (String report : List.of("credit-usage", "revenue-detail", "revenue-by-service", "revenue-by-account")) {
            List<Map<String, String>> rows = read(report, from, to);
            assertThat(ReportTable.sum(rows, "gross"))
                    .as("%s, %s", where, report)
                    .isEqualTo(gross);
            assertThat(ReportTable.sum(rows, "discount"))
                    .as("%s, %s", where, report)
                    .isEqualTo(discount);
            assertThat(ReportTable.sum(rows, "net")).as("%s, %s", where, report).isEqualTo(gross.subtract(discount));
        }
        List<Map<String, String>> balances = read("credit-balance", from, to);
        assertThat(ReportTable.sum(balances, "used")).as(where).isEqualTo(gross.subtract(discount));
        assertThat(ReportTable.sum(read("discounts", from, to), "given"))
                .as(where)
                .isEqualTo(discount);
        assertThat(ReportTable.sum(balances, "toppedUp").add(ReportTable.sum(balances, "accrued")))
                .as(where)
                .isEqualTo(ReportTable.sum(read("credit-top-ups", from, to), "amount"));
    }

    private void assertFilters() {
        List<Map<String, String>> ofShop = table("credit-usage", null, null, Map.of("accountId", CreditStory.ACCOUNT));
        assertThat(ofShop).as(where).isEqualTo(read("credit-usage", null, null));
        assertThat(table("credit-usage", null, null, Map.of("type", "PARTNER"))).isEmpty();
        assertThat(table("credit-top-ups", null, null, Map.of("partnerId", "partner")))
                .as(where)
                .isEqualTo(read("credit-top-ups", null, null));
        List<Map<String, String>> balances = table("credit-balance", null, null, Map.of("type", "CUSTOMER"));
        assertThat(balances).as(where).hasSize(1);
        assertThat(read("credit-balance", null, null)).as(where).containsAll(balances);
    }
}
