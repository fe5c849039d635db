package org.commissionledger.api.dashboard.operations;

import java.util.List;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Refused;
import org.commissionledger.projection.engine.ProjectionBusyException;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Status;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The projections: how far each is, what it could not take, and making it anew. */
@Controller
class OperationsPage {

    private static final String HERE = "/dashboard/operations";
    private static final int MOST_PARKED = 200;

    private final Projections projections;

    OperationsPage(Projections projections) {
        this.projections = projections;
    }

    @GetMapping(HERE)
    String operations(Caller caller, Model model) {
        return fill(caller, model, "dashboard/operations");
    }

    /** What is asked for again and again while the page is open. */
    @GetMapping(HERE + "/status")
    String status(Caller caller, Model model) {
        return fill(caller, model, "dashboard/operations :: status");
    }

    private String fill(Caller caller, Model model, String view) {
        List<Status> statuses = projections.statuses(caller.organisation());
        model.addAttribute("statuses", statuses);
        model.addAttribute(
                "behind", statuses.stream().mapToLong(Status::lag).max().orElse(0));
        model.addAttribute("parked", statuses.stream().mapToLong(Status::parked).sum());
        model.addAttribute("head", statuses.isEmpty() ? 0 : statuses.getFirst().head());
        return view;
    }

    @GetMapping(HERE + "/{name}")
    String parked(Caller caller, @PathVariable String name, Model model) {
        requireExists(name);
        model.addAttribute("status", projections.status(name, caller.organisation()));
        model.addAttribute("events", projections.parked(name, caller.organisation(), 0, MOST_PARKED));
        return "dashboard/parked";
    }

    /** Goes on by itself: the page shows how far it is. */
    @PostMapping(HERE + "/{name}/rebuild")
    String rebuild(@PathVariable String name, RedirectAttributes told) {
        return Actions.lead(told, HERE, "The projection is being made anew; reads go on meanwhile.", () -> {
            requireExists(name);
            try {
                projections.rebuildInBackground(name);
            } catch (ProjectionBusyException e) {
                throw Refused.conflict("projection.rebuilding", "A rebuild of this projection is running.");
            }
        });
    }

    @PostMapping(HERE + "/{name}/parked")
    String retry(Caller caller, @PathVariable String name, RedirectAttributes told) {
        requireExists(name);
        long left = projections.retryParked(name, caller.organisation());
        told.addFlashAttribute(
                left == 0 ? "done" : "refused",
                left == 0
                        ? "All parked events were taken."
                        : left + (left == 1 ? " event" : " events") + " could still not be taken.");
        return "redirect:" + HERE + "/" + name;
    }

    private void requireExists(String name) {
        if (!projections.exists(name)) {
            throw Refused.notFound("projection.unknown", "There is no such projection.");
        }
    }
}
