package org.commissionledger.api.dashboard.settings;

import jakarta.servlet.http.HttpSession;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.organisations.ClientRegistrations;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.ClientId;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.UnknownClient;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.organisations.OrganisationsProjection;
import org.commissionledger.rejection.Rejection;
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
    private static final String SENT = ClientsPage.class.getName();

    private final OrganisationQueries queries;
    private final ClientRegistrations registrations;
    private final Actions actions;

    ClientsPage(OrganisationQueries queries, ClientRegistrations registrations, Actions actions) {
        this.queries = queries;
        this.registrations = registrations;
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

    /** The secret is on this one page alone. */
    @PostMapping(HERE)
    String register(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String boundTo,
            @RequestParam(defaultValue = "") String key,
            HttpSession session,
            Model model) {
        if (wasSent(session, key)) {
            model.addAttribute(
                    "refused",
                    "This form was sent before. The client that it made is listed below; its secret is not shown again.");
            return clients(caller, model);
        }
        ObjectNode wanted =
                Json.MAPPER.createObjectNode().put("name", name.strip()).put("role", role);
        if (!boundTo.isBlank()) {
            wanted.put(role.equals("PARTNER") ? "accountId" : "providerId", boundTo.strip());
        }
        try {
            Client client = ClientRegistrations.read(Fields.of(wanted));
            OrganisationId organisation = caller.organisation();
            model.addAttribute(
                    "secret",
                    registrations.register(
                            organisation,
                            client,
                            () -> actions.execute(
                                    caller,
                                    () -> registrations.draft(organisation, client, actions.now()),
                                    OrganisationsProjection.NAME)));
            model.addAttribute("made", client);
            session.setAttribute(SENT, key);
        } catch (BadRequest e) {
            model.addAttribute("refused", Actions.why(e));
        } catch (Rejection e) {
            model.addAttribute("refused", e.detail());
        }
        return clients(caller, model);
    }

    /** The page that answers is the only place of the secret, so that a reload sends the form again. */
    private static boolean wasSent(HttpSession session, String key) {
        return !key.isEmpty() && key.equals(session.getAttribute(SENT));
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
