package org.commissionledger.api.dashboard.settings;

import java.util.Arrays;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.organisations.SettingsRequests;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.Settings;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the organisation presents itself, and what it lets in. */
@Controller
class SettingsPage {

    private static final String HERE = "/dashboard/settings";

    private final OrganisationUsers organisations;
    private final Actions actions;

    SettingsPage(OrganisationUsers organisations, Actions actions) {
        this.organisations = organisations;
        this.actions = actions;
    }

    @GetMapping(HERE)
    String settings(Caller caller, Model model) {
        model.addAttribute("settings", organisations.of(caller.organisation()).settings());
        model.addAttribute("tab", "general");
        return "dashboard/settings";
    }

    @PostMapping(HERE)
    String change(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String marketplaceUrl,
            @RequestParam(defaultValue = "") String primaryColour,
            @RequestParam(defaultValue = "") String documentationUrl,
            @RequestParam(defaultValue = "") String supportUrl,
            @RequestParam(defaultValue = "") String customerPropertyKeys,
            RedirectAttributes told) {
        ObjectNode wanted = Json.MAPPER.createObjectNode();
        put(wanted, "name", name);
        put(wanted, "marketplaceUrl", marketplaceUrl);
        put(wanted, "primaryColour", primaryColour);
        put(wanted, "documentationUrl", documentationUrl);
        put(wanted, "supportUrl", supportUrl);
        ArrayNode keys = wanted.putArray("customerPropertyKeys");
        Arrays.stream(customerPropertyKeys.split("[\\s,]+"))
                .filter(key -> !key.isEmpty())
                .forEach(keys::add);
        return Actions.lead(told, HERE, "The settings were saved.", () -> change(caller, wanted));
    }

    private void change(Caller caller, ObjectNode wanted) {
        StreamId stream = OrganisationCommand.stream(caller.organisation());
        Settings all =
                SettingsRequests.read(stream, Fields.of(wanted), actions.now()).settings();
        ChangeSettings command = new ChangeSettings(stream, all, actions.now()); // the form holds everything
        actions.execute(caller, () -> Draft.of(command), OrganisationsProjection.NAME);
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isBlank()) {
            node.put(field, value.strip());
        }
    }
}
