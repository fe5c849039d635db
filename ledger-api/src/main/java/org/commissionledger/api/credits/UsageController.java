package org.commissionledger.api.credits;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.bulk.BulkForm;
import org.commissionledger.api.bulk.BulkWrites;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Writes;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.CreditUsages;
import org.commissionledger.credit.UsageRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Usage, one by one or any number across accounts. */
@RestController
class UsageController {

    /** As many as the appender writes in one transaction. */
    private static final int WINDOW = 1_000;

    private static final Set<String> COLUMNS =
            Set.of("accountId", "usageId", "productId", "quantity", "amount", "currency", "at");
    private static final Set<String> REQUIRED = Set.of("accountId", "productId", "amount", "currency");
    private static final Set<BulkForm> FORMS = EnumSet.of(BulkForm.JSON, BulkForm.CSV, BulkForm.CLOUD_EVENTS);

    private final Writes writes;
    private final BulkWrites bulk;
    private final UsageRequests requests;
    private final CreditUsages usages;

    UsageController(Writes writes, BulkWrites bulk, UsageRequests requests, CreditUsages usages) {
        this.writes = writes;
        this.bulk = bulk;
        this.requests = requests;
        this.usages = usages;
    }

    @PostMapping("/v1/accounts/{accountId}/usage")
    ResponseEntity<String> record(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        AccountId account = Accounts.existing(accountId);
        byte[] body = Writes.body(request);
        UsageRequest usage = requests.read(account, Writes.fields(body));
        Instant now = requests.now();
        return writes.post(
                caller,
                request,
                body,
                (context, keyed) -> usages.record(context, usage, now, keyed),
                (result, receipt) -> CreditsController.madeOrSame(m -> UsageView.of((Used) m.event(), m.figures()))
                        .answer(result));
    }

    @PostMapping("/v1/usage/bulk")
    void recordBulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean events = BulkForm.CLOUD_EVENTS.isOf(request);
        bulk.run(
                caller,
                request,
                response,
                new BulkWrites.Kind<>(
                        events ? "id" : "usageId",
                        COLUMNS,
                        REQUIRED,
                        FORMS,
                        WINDOW,
                        events ? requests::readEvent : requests::read,
                        (context, items, atomic, key, answer) -> {
                            Instant now = requests.now();
                            return usages.record(context, items, now, atomic, key, answer);
                        },
                        (usage, result) -> usage.usageId().value()));
    }
}
