package org.commissionledger.api.dashboard.people;

import java.util.List;
import org.commissionledger.api.dashboard.Actions;
import org.commissionledger.api.dashboard.InvitationLinks;
import org.commissionledger.api.notices.Post;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.api.users.Invitations.Invitation;
import org.commissionledger.api.users.UserAccounts;
import org.commissionledger.api.users.UserAccounts.Account;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Refused;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UnknownUser;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.rejection.Rejection;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who works in the organisation's name: invite, give another role, deactivate. */
@Controller
class UsersPage {

    private static final String HERE = "/dashboard/users";

    private final UserAccounts accounts;
    private final Invitations invitations;
    private final InvitationLinks links;
    private final Post post;

    UsersPage(UserAccounts accounts, Invitations invitations, InvitationLinks links, Post post) {
        this.post = post;
        this.accounts = accounts;
        this.invitations = invitations;
        this.links = links;
    }

    @GetMapping(HERE)
    String users(Caller caller, Model model) {
        model.addAttribute("users", accounts.all(caller.organisation()));
        model.addAttribute("roles", roles());
        model.addAttribute("me", caller.clientId());
        return "dashboard/users";
    }

    private static List<Role> roles() {
        return List.copyOf(User.ROLES);
    }

    /** The link is on this one page alone: it is kept nowhere. */
    @PostMapping(HERE)
    String invite(Caller caller, @RequestParam(defaultValue = "") String email, @RequestParam Role role, Model model) {
        try {
            EmailAddress address = new EmailAddress(email);
            if (isInvited(caller, address)) {
                model.addAttribute(
                        "refused",
                        address.value()
                                + " is invited already. Make a new link, or change the role, in the list below.");
                return users(caller, model);
            }
            show(invitations.invite(caller, address, role), address, model);
        } catch (Rejection e) {
            model.addAttribute("refused", e.detail());
        }
        return users(caller, model);
    }

    @PostMapping(HERE + "/{userId}/invite")
    String inviteAgain(Caller caller, @PathVariable String userId, Model model) {
        Account known = accounts.all(caller.organisation()).stream()
                .filter(account -> account.userId().value().equals(userId))
                .findFirst()
                .orElseThrow(UnknownUser::new);
        try {
            EmailAddress address = new EmailAddress(known.email());
            show(invitations.invite(caller, address, known.role()), address, model);
        } catch (Rejection e) {
            model.addAttribute("refused", e.detail());
        }
        return users(caller, model);
    }

    /** A second invitation would change the role and make the first link useless without a word. */
    private boolean isInvited(Caller caller, EmailAddress address) {
        return accounts.all(caller.organisation()).stream()
                .anyMatch(account ->
                        account.state() == User.State.INVITED && account.email().equalsIgnoreCase(address.value()));
    }

    private void show(Invitation invitation, EmailAddress address, Model model) {
        String link = links.of(invitation);
        post.send(address.value(), "Invitation", "You were invited to the dashboard. This link works once:\n\n" + link);
        model.addAttribute("mailed", post.isOn());
        model.addAttribute("link", link);
        model.addAttribute("invited", address.value());
        model.addAttribute("until", invitation.until());
    }

    @PostMapping(HERE + "/{userId}/role")
    String role(Caller caller, @PathVariable String userId, @RequestParam Role role, RedirectAttributes told) {
        return Actions.lead(
                told, HERE, "The role was changed.", () -> accounts.changeRole(caller, existing(userId), role));
    }

    @PostMapping(HERE + "/{userId}/deactivate")
    String deactivate(Caller caller, @PathVariable String userId, RedirectAttributes told) {
        return Actions.lead(told, HERE, "The user was deactivated, and is signed out everywhere.", () -> {
            if (userId.equals(caller.clientId())) {
                throw Refused.conflict("user.yourself", "You cannot deactivate yourself; another ADMIN can.");
            }
            accounts.deactivate(caller, existing(userId));
        });
    }

    private static UserId existing(String userId) {
        if (!Identifiers.isValid(userId)) {
            throw new UnknownUser();
        }
        return new UserId(userId);
    }
}
