package org.commissionledger.api.customers;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.EmailHash;
import org.commissionledger.person.InvalidEmail;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKey;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.customers.CustomerQueries.OrderTotal;
import org.commissionledger.projection.customers.CustomerQueries.Visited;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.CustomerRow;
import org.commissionledger.pseudonym.Pseudonym;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows customers to each role as far as it may see them: TECHNICAL no persons, SUPPORT and TECHNICAL no totals. */
@Component
public class CustomerViews {

    private final PersonKeys keys;
    private final CustomerQueries customers;

    CustomerViews(PersonKeys keys, CustomerQueries customers) {
        this.keys = keys;
        this.customers = customers;
    }

    public static boolean seesPersons(Caller caller) {
        return caller.role() != Role.TECHNICAL;
    }

    private static boolean seesTotals(Caller caller) {
        return caller.role() != Role.TECHNICAL && caller.role() != Role.SUPPORT;
    }

    /** Without what only the answer about one customer has. */
    public List<CustomerView> of(Caller caller, List<CustomerRow> rows, Map<String, List<OrderTotal>> totals) {
        Map<Person, PersonKey> opened = keys(caller, rows);
        return rows.stream()
                .map(row -> view(caller, row, opened, totals.getOrDefault(row.customerId(), List.of())))
                .toList();
    }

    private Map<Person, PersonKey> keys(Caller caller, List<CustomerRow> rows) {
        if (!seesPersons(caller)) {
            return new HashMap<>();
        }
        return keys.find(rows.stream()
                .filter(row -> row.email() != null)
                .map(row -> CustomerCommand.person(caller.organisation(), new CustomerId(row.customerId())))
                .toList());
    }

    private static CustomerView view(
            Caller caller, CustomerRow row, Map<Person, PersonKey> opened, List<OrderTotal> totals) {
        OrganisationId organisation = caller.organisation();
        CustomerId customer = new CustomerId(row.customerId());
        StreamId stream = CustomerCommand.stream(organisation, customer);
        PersonKey key = opened.get(CustomerCommand.person(organisation, customer));
        String email =
                key == null || row.email() == null ? null : key.open(CustomerIdentified.emailIn(stream), row.email());
        String name =
                key == null || row.name() == null ? null : key.open(CustomerIdentified.nameIn(stream), row.name());
        return new CustomerView(
                row.customerId(),
                displayName(organisation, customer, email, name),
                row.email() != null,
                row.erased(),
                email,
                name,
                row.firstSeen(),
                row.lastSeen(),
                row.events(),
                totals.stream().mapToLong(OrderTotal::orders).sum(),
                seesTotals(caller) ? totals.stream().map(CustomerView.Total::of).toList() : null,
                null,
                null,
                null,
                null);
    }

    private static String displayName(
            OrganisationId organisation, CustomerId customer, @Nullable String email, @Nullable String name) {
        if (name != null) {
            return name;
        }
        return Objects.requireNonNullElseGet(email, () -> Pseudonym.of(organisation, customer));
    }

    /** All about one customer; days are those of the timezone. */
    public CustomerView one(Caller caller, CustomerRow row, ZoneId zone) {
        String organisation = caller.organisation().value();
        String id = row.customerId();
        CustomerView view = of(caller, List.of(row), customers.orders(organisation, List.of(id)))
                .getFirst();
        List<Visited> visited = customers.integrations(organisation, id);
        return new CustomerView(
                id,
                view.displayName(),
                view.identified(),
                view.erased(),
                view.email(),
                view.name(),
                view.firstSeen(),
                view.lastSeen(),
                view.events(),
                view.orders(),
                view.totals(),
                customers.mergedInto(organisation, id),
                visited.stream()
                        .map(v -> new CustomerView.Integration(
                                v.integrationId(), v.channel(), v.events(), v.firstSeen(), v.lastSeen()))
                        .toList(),
                visited.stream()
                        .map(Visited::channel)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                customers.visits(organisation, id, zone).stream()
                        .map(v -> new CustomerView.Visits(v.day(), v.visits()))
                        .toList());
    }

    /** To look somebody up by their address. */
    public @Nullable EmailHash emailHash(Caller caller, @Nullable String email) {
        if (email == null) {
            return null;
        }
        try {
            return keys.emailHash(caller.organisation(), new EmailAddress(email));
        } catch (InvalidEmail e) {
            throw BadRequest.field("email", "request.invalid-value", "An email address is expected.");
        }
    }
}
