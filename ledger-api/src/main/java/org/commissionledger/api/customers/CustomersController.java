package org.commissionledger.api.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerErased;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.CustomerState;
import org.commissionledger.customer.Identification;
import org.commissionledger.customer.PersonalDetails;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who customers say they are. What identifies them is sealed before anything is stored, and no answer repeats it. */
@RestController
class CustomersController {

    private static final int LONGEST = 1_000;

    private final Writes writes;
    private final PersonKeys keys;
    private final CustomerErasure erasure;
    private final Clock clock;

    CustomersController(Writes writes, PersonKeys keys, CustomerErasure erasure, Clock clock) {
        this.writes = writes;
        this.keys = keys;
        this.erasure = erasure;
        this.clock = clock;
    }

    private record Identified(CustomerId customerId, boolean identified, Collection<CustomerId> mergedFrom) {}

    @PostMapping("/v1/customers/{customerId}/identify")
    ResponseEntity<String> identify(Caller caller, @PathVariable String customerId, HttpServletRequest request) {
        CustomerId customer = valid(customerId);
        byte[] body = Writes.body(request);
        Identification identification = identification(caller.organisation(), customer, Writes.fields(body));
        new Query(request).done();
        IdempotencyKey.require(request);
        return writes.postGroup(
                caller,
                request,
                fingerprint(caller.organisation(), customer, request, body),
                identification.items(keys),
                (result, receipt) -> Answer.ok(identified(customer, result)));
    }

    private Identification identification(OrganisationId organisation, CustomerId customer, Fields fields) {
        String email = fields.requiredText("email", LONGEST);
        String name = fields.text("name", LONGEST);
        List<CustomerId> mergeFrom = fields.ids("mergeFrom", CustomerId::new, Identification.MAX_MERGED);
        Instant at = fields.at("at");
        fields.done();
        return new Identification(
                organisation,
                customer,
                new PersonalDetails(new EmailAddress(email), name == null ? null : new PersonName(name)),
                mergeFrom == null ? List.of() : mergeFrom,
                orNow(at));
    }

    /**
     * Of the body only what the person's own key makes of it: once that is destroyed, nobody can test a guess against what is stored
     * for repetitions.
     *
     * @throws CustomerErased when it was destroyed: whether this is a repetition can no longer be told
     */
    private byte[] fingerprint(
            OrganisationId organisation, CustomerId customer, HttpServletRequest request, byte[] body) {
        String sealed = keys.getOrMake(CustomerCommand.person(organisation, customer))
                .map(key ->
                        key.fingerprint("request to identify", List.of(new String(body, StandardCharsets.ISO_8859_1))))
                .orElseThrow(() -> new CustomerErased(customer))
                .value();
        MessageDigest digest = IdempotencyKey.fingerprint(request);
        return digest.digest(sealed.getBytes(StandardCharsets.US_ASCII));
    }

    private static Identified identified(CustomerId customer, Result result) {
        if (result.value() instanceof CustomerState state) {
            return new Identified(customer, state.isIdentified(), state.merged());
        }
        throw new IllegalStateException("a command on a customer answers with who they are");
    }

    /** First the event, then the key, which is gone when the answer comes. */
    @DeleteMapping("/v1/customers/{customerId}/personal-data")
    ResponseEntity<String> erase(Caller caller, @PathVariable String customerId, HttpServletRequest request) {
        new Query(request).done();
        return erasure.erase(
                caller,
                customerId,
                drafting -> writes.put(caller, request, drafting, (result, receipt) -> new Answer(204, null, "")),
                answer -> answer.getStatusCode().is2xxSuccessful());
    }

    private Instant orNow(@Nullable Instant at) {
        return at == null ? clock.instant() : at;
    }

    /** Any customer may be the first that is heard of them, so one that cannot be is a mistake rather than unknown. */
    static CustomerId valid(String customerId) {
        if (!Identifiers.isValid(customerId)) {
            throw BadRequest.field(
                    "customerId", "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return new CustomerId(customerId);
    }
}
