package org.commissionledger.api.audit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.web.Refused;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.commissions.CommissionsProjection;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.engine.Comparison;
import org.commissionledger.projection.engine.Difference;
import org.commissionledger.projection.engine.ProjectionBusyException;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.commissionledger.projection.payouts.PayoutsProjection;
import org.commissionledger.projection.revenue.RevenueProjection;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.proof.FindingCode;
import org.commissionledger.proof.Findings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Holds all that is read of an organisation against its history: every total, balance and journal account, and what they are named by. Who
 * customers are is compared as it is sealed; the keyed hashes of their addresses are left out, because making them would open the addresses.
 */
@Component
class ProjectionsCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionsCheck.class);
    private static final List<String> DERIVED = List.of(
            OrdersProjection.NAME,
            JournalProjection.NAME,
            CreditsProjection.NAME,
            RevenueProjection.NAME,
            CommissionsProjection.NAME,
            CustomersProjection.NAME,
            PayoutsProjection.NAME,
            StatementsProjection.NAME,
            CatalogueProjection.NAME,
            OrganisationsProjection.NAME);
    private static final Duration CATCHING_UP = Duration.ofSeconds(10);
    private static final int MOST = 100;

    /** How long one verification waits for others of this node: several times what one takes. */
    private static final Duration TURN = Duration.ofSeconds(60);

    private final Semaphore turn = new Semaphore(1, true);

    private final Projections projections;
    private final EventReader reader;

    ProjectionsCheck(Projections projections, EventReader reader) {
        this.projections = projections;
        this.reader = reader;
    }

    void check(OrganisationId organisation, Findings findings) {
        long head = reader.newest(organisation).map(RecordedEvent::position).orElse(0L);
        for (String name : DERIVED) {
            if (!projections.await(name, head, CATCHING_UP)) {
                findings.add(
                        FindingCode.PROJECTION_BEHIND,
                        null,
                        "The projection " + name
                                + " has not taken the newest events; it is compared as far as it has got.");
            }
            parked(name, organisation, findings);
        }
        compared(organisation).forEach(comparison -> tell(comparison, organisation, findings));
    }

    private void parked(String name, OrganisationId organisation, Findings findings) {
        for (Parked parked : projections.parked(name, organisation, 0, MOST)) {
            Long sequence = reader.newestUpTo(organisation, parked.position())
                    .map(RecordedEvent::ledgerSequence)
                    .orElse(null);
            findings.add(
                    FindingCode.PROJECTION_PARKED,
                    sequence,
                    "The projection " + name + " could not take this event of " + parked.stream()
                            + ": its figures lack it.");
        }
    }

    /** One after the other, so that two organisations that verify at once both get their answer. */
    private List<Comparison> compared(OrganisationId organisation) {
        try {
            if (!turn.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return projections.compare(DERIVED, organisation, MOST);
        } catch (ProjectionBusyException e) {
            throw busy();
        } finally {
            turn.release();
        }
    }

    private static Refused busy() {
        return Refused.conflict("audit.verifying", "The figures are being verified or made anew already; ask again.");
    }

    private static void tell(Comparison comparison, OrganisationId organisation, Findings findings) {
        switch (comparison.fault()) {
            case null -> differences(comparison, findings);
            case ProjectionBusyException busy -> throw busy();
            case StoreReadException unreadable -> throw unreadable;
            case DataAccessException unreachable -> throw unreachable;
            case RuntimeException fault -> {
                LOG.error("The projection {} of {} cannot be derived", comparison.projection(), organisation, fault);
                findings.add(
                        FindingCode.PROJECTION_FAULT,
                        null,
                        "The projection " + comparison.projection()
                                + " cannot be derived from the history; the log says why.");
            }
        }
    }

    private static void differences(Comparison comparison, Findings findings) {
        for (Difference each : comparison.differences()) {
            findings.add(
                    FindingCode.PROJECTION_DIFFERS,
                    null,
                    each.table() + (each.stands() ? " has a row that does not follow" : " lacks a row that follows")
                            + " from the history: " + each.row());
        }
    }
}
