package org.commissionledger.api.operations;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.projection.engine.ProjectionBusyException;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.projection.engine.Projections.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the projections stand, and what operators may do about it. */
@RestController
class ProjectionsController {

    private final Projections projections;
    private final Writes writes;

    ProjectionsController(Projections projections, Writes writes) {
        this.projections = projections;
        this.writes = writes;
    }

    @GetMapping("/v1/projections")
    Page<Status> statuses(Caller caller, HttpServletRequest request) {
        Paging paging = Paging.last(new Query(request), "projections", 1);
        List<String> names = projections.names();
        List<Status> statuses = names.stream()
                .skip(names.indexOf(paging.after()) + 1)
                .limit(paging.oneMore())
                .map(name -> projections.status(name, caller.organisation()))
                .toList();
        return paging.page(statuses, status -> status, status -> List.of(status.name()));
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
    ResponseEntity<String> rebuild(Caller caller, @PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        ResponseEntity<String> answer = writes.postWork(caller, request, body, () -> rebuilt(name, request));
        return answer.getStatusCode().isSameCodeAs(HttpStatus.ACCEPTED)
                ? ResponseEntity.status(HttpStatus.ACCEPTED)
                        .headers(answer.getHeaders())
                        .header("Preference-Applied", "respond-async")
                        .body(answer.getBody())
                : answer;
    }

    private Answer rebuilt(String name, HttpServletRequest request) {
        try {
            if (prefersNotToWait(request)) {
                projections.rebuildInBackground(name);
                return new Answer(202, "/v1/projections", new Rebuilt(name, "REBUILDING", null));
            }
            return Answer.ok(new Rebuilt(name, "RUNNING", projections.rebuild(name)));
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
    Page<Parked> parked(Caller caller, @PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        Paging paging = Paging.last(new Query(request), "parked/" + name, 1);
        long after =
                paging.place().map(place -> Long.parseLong(place.getFirst())).orElse(0L);
        return paging.page(
                projections.parked(name, caller.organisation(), after, paging.oneMore()),
                parked -> parked,
                parked -> List.of(Long.toString(parked.position())));
    }

    /** Tries the organisation's parked events again. */
    @PostMapping("/v1/projections/{name}/parked")
    ResponseEntity<String> retry(Caller caller, @PathVariable String name, HttpServletRequest request) {
        requireExists(name);
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        return writes.postWork(
                caller,
                request,
                body,
                () -> Answer.ok(Map.of("name", name, "parked", projections.retryParked(name, caller.organisation()))));
    }
}
