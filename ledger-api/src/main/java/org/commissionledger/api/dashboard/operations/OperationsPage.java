package org.commissionledger.api.dashboard.operations;

import java.util.List;
import java.util.OptionalLong;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Refused;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The projections: how far each is, what it could not take, and making it anew. */
@Controller
class OperationsPage {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsPage.class);
    private static final String HERE = "/dashboard/operations";
    private static final int MOST_PARKED = 200;

    private final Projections projections;

    OperationsPage(Projections projections) {
        this.projections = projections;
    }

    /**
     * One projection as the page shows it.
     *
     * @param rebuiltTo how far the new tables are, below 0 when none are being made
     */
    record Line(Status status, long rebuiltTo) {

        public boolean isRebuilding() {
            return rebuiltTo >= 0;
        }
    }

    @GetMapping(HERE)
    String operations(Model model) {
        return fill(model, "dashboard/operations");
    }

    /** What is asked for again and again while the page is open. */
    @GetMapping(HERE + "/status")
    String status(Model model) {
        return fill(model, "dashboard/operations :: status");
    }

    private String fill(Model model, String view) {
        List<Line> lines = projections.statuses().stream()
                .map(status -> new Line(status, rebuiltTo(status.name()).orElse(-1)))
                .toList();
        model.addAttribute("lines", lines);
        model.addAttribute(
                "behind",
                lines.stream().mapToLong(line -> line.status().lag()).max().orElse(0));
        model.addAttribute(
                "parked",
                lines.stream().mapToLong(line -> line.status().parked()).sum());
        model.addAttribute(
                "head", lines.isEmpty() ? 0 : lines.getFirst().status().head());
        return view;
    }

    private OptionalLong rebuiltTo(String name) {
        return projections.rebuiltTo(name);
    }

    @GetMapping(HERE + "/{name}")
    String parked(Caller caller, @PathVariable String name, Model model) {
        requireExists(name);
        model.addAttribute("status", projections.status(name));
        model.addAttribute(
                "events", projections.parked(name, caller.organisation().value(), MOST_PARKED));
        return "dashboard/parked";
    }

    /** Goes on by itself: the page shows how far it is. */
    @PostMapping(HERE + "/{name}/rebuild")
    String rebuild(@PathVariable String name, RedirectAttributes told) {
        return Actions.lead(told, HERE, "The projection is being made anew; reads go on meanwhile.", () -> {
            requireExists(name);
            if (rebuiltTo(name).isPresent()) {
                throw Refused.conflict("projection.rebuilding", "A rebuild of this projection is running.");
            }
            Thread.ofVirtual().name("rebuild-" + name).start(() -> run(name));
        });
    }

    private void run(String name) {
        try {
            projections.rebuild(name);
        } catch (RuntimeException e) {
            LOG.error("The rebuild of {} that was asked for at the dashboard failed", name, e);
        }
    }

    @PostMapping(HERE + "/{name}/parked")
    String retry(@PathVariable String name, RedirectAttributes told) {
        requireExists(name);
        long left = projections.retryParked(name);
        told.addFlashAttribute(
                left == 0 ? "done" : "refused",
                left == 0 ? "All parked events were taken." : left + " events could still not be taken.");
        return "redirect:" + HERE + "/" + name;
    }

    private void requireExists(String name) {
        if (!projections.exists(name)) {
            throw Refused.notFound("projection.unknown", "There is no such projection.");
        }
    }
}
