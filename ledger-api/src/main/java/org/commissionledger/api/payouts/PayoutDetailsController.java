package org.commissionledger.api.payouts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.payee.BankDetails;
import org.commissionledger.payee.PayeeBook;
import org.commissionledger.payee.UnknownDetails;
import org.commissionledger.person.Erasures;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bank details that payouts go to. They are read from the history at once, so no read has to wait for a projection. */
@RestController
class PayoutDetailsController {

    private final Writes writes;
    private final PayeeBook book;
    private final Erasures erasures;
    private final Clock clock;

    PayoutDetailsController(Writes writes, PayeeBook book, Erasures erasures, Clock clock) {
        this.writes = writes;
        this.book = book;
        this.erasures = erasures;
        this.clock = clock;
    }

    @PutMapping("/v1/payout-details")
    ResponseEntity<String> put(Caller caller, HttpServletRequest request) {
        BankDetails details = BankDetailsRequests.read(Writes.fields(Writes.body(request)));
        Instant now = clock.instant();
        return writes.put(
                caller,
                request,
                () -> book.change(caller.organisation(), details, now),
                (result, receipt) -> Answer.ok(details));
    }

    @GetMapping("/v1/payout-details")
    BankDetails get(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        return book.find(caller.organisation()).orElseThrow(UnknownDetails::new);
    }

    @DeleteMapping("/v1/payout-details")
    ResponseEntity<String> erase(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        PayeeBook.Forgetting forgetting = book.forgetting(caller.organisation(), clock.instant());
        return erasures.erase(
                forgetting.holder(),
                () -> writes.put(
                        caller,
                        request,
                        () -> Draft.of(forgetting.command()),
                        (result, receipt) -> new Answer(204, null, "")),
                answer -> answer.getStatusCode().is2xxSuccessful());
    }
}
