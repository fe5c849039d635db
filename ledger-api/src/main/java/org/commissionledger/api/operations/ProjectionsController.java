package org.commissionledger.api.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.projection.engine.ProjectionBusyException;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.projection.engine.Projections.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the projections stand, and what operators may do about it. Rebuilding and trying again are idempotent by their nature. */
@RestController
class ProjectionsController {

    private final Projections projections;

    ProjectionsController(Projections projections) {
        this.projections = projections;
    }

    record StatusList(List<Status> data) {}

    record ParkedList(List<Parked> data) {}

    @GetMapping("/v1/projections")
    StatusList statuses(HttpServletRequest request) {
        new Query(request).done();
        return new StatusList(projections.statuses());
    }

    private void requireExists(String name) {
        if (!projections.exists(name)) {
            throw Refused.notFound("projection.unknown", "There is no such projection.");
        }
    }

    /** What a rebuild came to, or that it was begun. */
    record Rebuilt(String name, String state, @Nullable Long position) {}

    /** Answers when the new tables are in place, or, to {@code Prefer: respond-async} (RFC 7240), at once. */
    @PostMapping("/v1/projections/{name}/rebuild")
    ResponseEntity<Rebuilt> rebuild(@PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        new Query(request).done();
        IdempotencyKey.require(request);
        try {
            if (prefersNotToWait(request)) {
                projections.rebuildInBackground(name);
                return ResponseEntity.accepted()
                        .header("Preference-Applied", "respond-async")
                        .location(URI.create("/v1/projections"))
                        .body(new Rebuilt(name, "REBUILDING", null));
            }
            return ResponseEntity.ok(new Rebuilt(name, "RUNNING", projections.rebuild(name)));
        } catch (ProjectionBusyException e) {
            throw Refused.conflict("projection.rebuilding", "A rebuild of this projection is running.");
        }
    }

    private static boolean prefersNotToWait(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .anyMatch(preference -> preference.strip().equalsIgnoreCase("respond-async"));
    }

    @GetMapping("/v1/projections/{name}/parked")
    ParkedList parked(Caller caller, @PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        Query query = new Query(request);
        int limit = query.limit();
        query.done();
        return new ParkedList(projections.parked(name, caller.organisation().value(), limit));
    }

    /** Tries the parked events again. */
    @PostMapping("/v1/projections/{name}/parked")
    Map<String, Object> retry(@PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        new Query(request).done();
        IdempotencyKey.require(request);
        return Map.of("name", name, "parked", projections.retryParked(name));
    }
}
