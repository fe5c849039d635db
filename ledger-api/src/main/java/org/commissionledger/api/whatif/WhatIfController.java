package org.commissionledger.api.whatif;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.StreamScan.TooLong;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.whatif.Outcome;
import org.commissionledger.whatif.Scenario;
import org.commissionledger.whatif.Scenario.PlanFor;
import org.commissionledger.whatif.WhatIf;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What would have been under another commission plan or burn-down order. Whoever wants to know anew asks under a new key. One question at
 * a time, and none for longer than the settings allow: a replay reads the whole history.
 */
@RestController
class WhatIfController {

    private final WhatIf whatIf;
    private final Catalogue catalogue;
    private final EventReader history;
    private final Writes writes;
    private final Duration atMost;
    private final Semaphore oneAtATime = new Semaphore(1);

    WhatIfController(WhatIf whatIf, Catalogue catalogue, EventReader history, Writes writes, LedgerSettings settings) {
        this.whatIf = whatIf;
        this.catalogue = catalogue;
        this.history = history;
        this.writes = writes;
        this.atMost = settings.whatIf().atMost();
    }

    /** @param position the events that were replayed: all up to and with this one */
    record Replay(
            long position, @Nullable Instant from, @Nullable Instant to, Outcome outcome) {}

    @PostMapping("/v1/what-if")
    ResponseEntity<String> ask(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Scenario scenario = ScenarioRequest.read(Writes.fields(body));
        requireKnown(caller.organisation(), scenario);
        return writes.postWork(caller, request, body, () -> Answer.ok(replay(caller, scenario)));
    }

    private Replay replay(Caller caller, Scenario scenario) {
        if (!oneAtATime.tryAcquire()) {
            throw Refused.whatIfIsBusy();
        }
        try {
            long position = history.head();
            Outcome outcome = whatIf.run(caller.organisation(), scenario, position, atMost);
            return new Replay(position, scenario.from(), scenario.to(), outcome);
        } catch (TooLong e) {
            throw Refused.whatIfTookTooLong(atMost.toSeconds());
        } finally {
            oneAtATime.release();
        }
    }

    /** A plan for something that is not there would change nothing, and look like an answer. */
    private void requireKnown(OrganisationId organisation, Scenario scenario) {
        for (PlanFor plan : scenario.plans()) {
            switch (plan.scope()) {
                case PRODUCT -> catalogue.requireProducts(organisation, List.of(new ProductId(plan.id())));
                case CATEGORY -> catalogue.requireCategory(organisation, new CategoryId(plan.id()));
                case PROVIDER -> catalogue.requireProvider(organisation, new ProviderId(plan.id()));
            }
        }
    }
}
