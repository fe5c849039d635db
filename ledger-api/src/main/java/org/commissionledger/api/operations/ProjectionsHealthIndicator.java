package org.commissionledger.api.operations;

import org.commissionledger.projection.engine.Projections;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Ready when every projection has been taken up by some node. A lag does not make a node unready: reads say how far they are. */
@Component
class ProjectionsHealthIndicator implements HealthIndicator {

    private final Projections projections;

    ProjectionsHealthIndicator(Projections projections) {
        this.projections = projections;
    }

    @Override
    public Health health() {
        return (projections.areRunning() ? Health.up() : Health.outOfService()).build();
    }
}
