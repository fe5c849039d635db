package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Links;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.projection.journal.AccountEntries;
import org.commissionledger.projection.journal.AccountEntries.Account;
import org.commissionledger.projection.journal.AccountEntries.Entry;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.journal.JournalQueries.Balance;
import org.commissionledger.projection.journal.JournalQueries.Standing;
import org.commissionledger.projection.journal.TrialBalances;
import org.commissionledger.projection.past.Moment;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The journal over HTTP. */
@RestController
class JournalController {

    private static final String ENTRIES = "/v1/journal/accounts/{account}/entries";
    private static final List<String> READS = List.of(JournalProjection.NAME);

    private final JournalQueries queries;
    private final TrialBalances balances;
    private final AccountEntries entries;
    private final PastReads past;

    JournalController(JournalQueries queries, TrialBalances balances, AccountEntries entries, PastReads past) {
        this.queries = queries;
        this.balances = balances;
        this.entries = entries;
        this.past = past;
    }

    /** @param links to the lines that add up to the balance */
    record AccountLine(String account, String currency, BigInteger balance, Map<String, String> links) {}

    /** @param sums by currency; zero in each, always */
    record TrialBalance(
            @Nullable Instant asOf,
            @Nullable Instant effectiveAsOf,
            long position,
            List<AccountLine> accounts,
            Map<String, BigInteger> sums) {}

    @GetMapping("/v1/journal/trial-balance")
    @ReadsProjection(JournalProjection.NAME)
    TrialBalance trialBalance(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        AsOf asked = AsOf.read(query);
        query.done();
        Standing standing = standing(caller, asked);
        List<Balance> accounts = standing.balances();
        Moment moment = new Moment(standing.position(), asked.effectiveAsOf());
        Map<String, BigInteger> sums = new TreeMap<>();
        accounts.forEach(a -> sums.merge(a.currency(), a.balance(), BigInteger::add));
        List<AccountLine> lines =
                accounts.stream().map(balance -> line(balance, moment)).toList();
        return new TrialBalance(asked.asOf(), asked.effectiveAsOf(), moment.position(), lines, sums);
    }

    private Standing standing(Caller caller, AsOf asked) {
        String organisation = caller.organisation().value();
        if (asked.isNow()) {
            return queries.standing(organisation);
        }
        Moment moment = past.moment(caller, asked, READS);
        return new Standing(moment.position(), balances.balances(organisation, moment));
    }

    private static AccountLine line(Balance balance, Moment moment) {
        Links entries =
                Links.to(ENTRIES.replace("{account}", balance.account())).and("currency", balance.currency());
        return new AccountLine(
                balance.account(), balance.currency(), balance.balance(), Map.of("entries", entries.at(moment)));
    }

    @GetMapping(ENTRIES)
    @ReadsProjection(JournalProjection.NAME)
    Page<Entry> entries(Caller caller, @PathVariable String account, HttpServletRequest request) {
        Query query = new Query(request);
        AsOf asked = AsOf.read(query);
        String currency = query.id("currency");
        Paging paging = Paging.last(query, "journal-entries", 2);
        long after = paging.place().map(parts -> Long.parseLong(parts.get(1))).orElse(0L);
        Moment moment = paging.place()
                .map(parts -> new Moment(Long.parseLong(parts.get(0)), asked.effectiveAsOf()))
                .orElseGet(() -> past.moment(caller, asked, READS));
        Account of = new Account(caller.organisation().value(), account, currency);
        return paging.page(
                entries.entries(of, moment, after, paging.oneMore()),
                entry -> entry,
                last -> List.of(Long.toString(moment.position()), Long.toString(last.position())));
    }
}
