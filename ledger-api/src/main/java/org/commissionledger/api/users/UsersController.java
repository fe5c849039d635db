package org.commissionledger.api.users;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.commissionledger.api.users.Invitations.Invitation;
import org.commissionledger.api.users.UserAccounts.Account;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UnknownUser;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.User.State;
import org.commissionledger.organisation.UserCommand.ChangeUserRole;
import org.commissionledger.organisation.UserCommand.DeactivateUser;
import org.commissionledger.organisation.UserCommand.InviteUser;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The users of the dashboard: how the first one of an organisation gets in, and the rest that an administrator may do. */
@RestController
class UsersController {

    private final Writes writes;
    private final Invitations invitations;
    private final UserAccounts accounts;

    UsersController(Writes writes, Invitations invitations, UserAccounts accounts) {
        this.writes = writes;
        this.invitations = invitations;
        this.accounts = accounts;
    }

    /** What is kept for a repetition: neither the address nor the link. */
    private record Invited(String userId, Role role, State state) {}

    private record Changed(String userId, Role role) {}

    /** As it is listed. */
    record UserView(
            String userId,
            String email,
            Role role,
            State state,
            boolean secondFactor,
            @Nullable Instant invitedUntil,
            @Nullable Instant lastSignInAt) {

        static UserView of(Account account) {
            return new UserView(
                    account.userId().value(),
                    account.email(),
                    account.role(),
                    account.state(),
                    account.secondFactor(),
                    account.invitedUntil(),
                    account.lastSignInAt());
        }
    }

    /** The request is told again by what stands for the address, so that the address cannot be guessed from what is stored. */
    @PostMapping("/v1/users")
    ResponseEntity<String> invite(Caller caller, HttpServletRequest request) {
        Fields fields = Writes.fields(Writes.body(request));
        String email = fields.requiredText("email", EmailAddress.MAX_LENGTH);
        Role role = fields.requiredOneOf("role", Role.class, List.copyOf(User.ROLES));
        fields.done();
        if (role == null) {
            throw new IllegalStateException("checked above");
        }
        EmailAddress address = new EmailAddress(email);
        InviteUser command = invitations.command(caller.organisation(), address, role);
        UserId user = command.userId();
        ResponseEntity<String> answer = writes.post(
                caller,
                request,
                (invitations.standIn(address) + "/" + role).getBytes(StandardCharsets.UTF_8),
                () -> Draft.of(command),
                (result, receipt) ->
                        Answer.created("/v1/users/" + user, new Invited(user.value(), role, State.INVITED)));
        return withLink(answer, user);
    }

    /** Only where somebody was invited now, rather than refused or told again. */
    private ResponseEntity<String> withLink(ResponseEntity<String> answer, UserId user) {
        if (!answer.getStatusCode().is2xxSuccessful() || answer.getHeaders().containsHeader(Writes.REPLAYED)) {
            return answer;
        }
        Invitation invitation = invitations.link(user);
        ObjectNode told = (ObjectNode) Json.MAPPER.readTree(String.valueOf(answer.getBody()));
        told.put("invitation", "/invitation/" + invitation.token());
        told.put("invitedUntil", invitation.until().toString());
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .body(Json.write(told));
    }

    @GetMapping("/v1/users")
    Page<UserView> list(Caller caller, HttpServletRequest request) {
        Paging paging = Paging.last(new Query(request), "users", 1);
        List<Account> page = accounts.all(caller.organisation()).stream()
                .filter(account -> account.userId().value().compareTo(paging.after()) > 0)
                .sorted(Comparator.comparing(account -> account.userId().value()))
                .limit(paging.oneMore())
                .toList();
        return paging.page(
                page, UserView::of, account -> List.of(account.userId().value()));
    }

    @PutMapping("/v1/users/{userId}")
    ResponseEntity<String> put(Caller caller, @PathVariable String userId, HttpServletRequest request) {
        Fields fields = Writes.fields(Writes.body(request));
        Role role = fields.requiredOneOf("role", Role.class, List.copyOf(User.ROLES));
        fields.done();
        if (role == null) {
            throw new IllegalStateException("checked above");
        }
        ChangeUserRole command = new ChangeUserRole(
                OrganisationCommand.stream(caller.organisation()), existing(userId), role, invitations.now());
        return writes.put(
                caller, request, () -> Draft.of(command), (result, receipt) -> Answer.ok(new Changed(userId, role)));
    }

    /** The user's sessions end with the event. */
    @DeleteMapping("/v1/users/{userId}")
    ResponseEntity<String> deactivate(Caller caller, @PathVariable String userId, HttpServletRequest request) {
        UserId user = existing(userId);
        DeactivateUser command =
                new DeactivateUser(OrganisationCommand.stream(caller.organisation()), user, invitations.now());
        ResponseEntity<String> answer =
                writes.put(caller, request, () -> Draft.of(command), (result, receipt) -> new Answer(204, null, ""));
        if (answer.getStatusCode().is2xxSuccessful()) {
            accounts.shutOut(caller.organisation(), user);
        }
        return answer;
    }

    private static UserId existing(String userId) {
        if (!Identifiers.isValid(userId)) {
            throw new UnknownUser();
        }
        return new UserId(userId);
    }
}
