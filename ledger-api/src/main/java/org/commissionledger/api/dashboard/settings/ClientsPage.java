package org.commissionledger.api.dashboard.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.dashboard.FormActions.Outcome;
import org.commissionledger.api.organisations.ClientRegistrations;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.UnknownClient;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ObjectNode;

/** The programs that call the API in the organisation's name. */
@Controller
class ClientsPage {

    private static final String HERE = "/dashboard/settings/clients";
    private static final int MOST = 500;

    private final OrganisationQueries queries;
    private final ClientRegistrations registrations;
    private final FormActions forms;
    private final Actions actions;

    ClientsPage(OrganisationQueries queries, ClientRegistrations registrations, FormActions forms, Actions actions) {
        this.queries = queries;
        this.registrations = registrations;
        this.forms = forms;
        this.actions = actions;
    }

    @GetMapping(HERE)
    String clients(Caller caller, Model model) {
        model.addAttribute("clients", queries.clients(caller.organisation().value(), "", MOST));
        model.addAttribute("roles", ClientRegistrations.roles());
        model.addAttribute("tab", "clients");
        model.addAttribute("key", UuidV7.next().toString());
        return "dashboard/clients";
    }

    /** The secret is on this one page alone, so that a reload sends the form again. */
    @PostMapping(HERE)
    String register(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String boundTo,
            HttpServletRequest request,
            Model model) {
        ObjectNode wanted =
                Json.MAPPER.createObjectNode().put("name", name.strip()).put("role", role);
        if (!boundTo.isBlank()) {
            wanted.put(role.equals("PARTNER") ? "accountId" : "providerId", boundTo.strip());
        }
        try {
            register(caller, ClientRegistrations.read(Fields.of(wanted)), request, model);
        } catch (BadRequest e) {
            model.addAttribute("refused", Actions.why(e));
        }
        return clients(caller, model);
    }

    private void register(Caller caller, Client client, HttpServletRequest request, Model model) {
        String secret = registrations.newSecret();
        Drafting command = () -> registrations.draft(caller.organisation(), client, actions.now());
        Outcome outcome = registrations.register(
                caller.organisation(),
                client,
                secret,
                () -> forms.attempt(caller, request, () -> command, List.of(OrganisationsProjection.NAME)),
                Outcome.Done.class::isInstance);
        switch (outcome) {
            case Outcome.Done done -> model.addAttribute("secret", secret).addAttribute("made", client);
            case Outcome.DoneBefore before ->
                model.addAttribute(
                        "refused",
                        "This form was sent before. The client that it made is listed below; its secret is not shown again.");
            case Outcome.Refused refused -> model.addAttribute("refused", refused.why());
        }
    }

    @PostMapping(HERE + "/{clientId}/revoke")
    String revoke(Caller caller, @PathVariable String clientId, RedirectAttributes told) {
        return Actions.lead(told, HERE, "The client was revoked; its tokens stopped working.", () -> {
            if (!Identifiers.isValid(clientId)) {
                throw new UnknownClient();
            }
            RevokeClient revoke = new RevokeClient(
                    OrganisationCommand.stream(caller.organisation()), new ClientId(clientId), actions.now());
            try {
                actions.execute(caller, () -> Draft.of(revoke), OrganisationsProjection.NAME);
            } catch (UnknownClient e) { // it may have been revoked before its secret could be destroyed
                registrations.revoked(caller.organisation(), clientId);
                throw e;
            }
            registrations.revoked(caller.organisation(), clientId);
        });
    }
}
