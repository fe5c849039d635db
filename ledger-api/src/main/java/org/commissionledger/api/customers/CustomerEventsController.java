package org.commissionledger.api.customers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.commissionledger.api.bulk.BulkForm;
import org.commissionledger.api.bulk.BulkWrites;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Writes;
import org.commissionledger.customer.CustomerEvents;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.Occurrence;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What customers did: a few events of one customer, or any number across customers. */
@RestController
class CustomerEventsController {

    private static final int MOST = 1_000;

    /** As many as the appender writes in one transaction. */
    private static final int WINDOW = 1_000;

    private static final Set<String> COLUMNS =
            Set.of("customerId", "eventId", "type", "productId", "integrationId", "at");
    private static final Set<String> REQUIRED = Set.of("customerId", "type");
    private static final Set<BulkForm> FORMS = EnumSet.of(BulkForm.JSON, BulkForm.CSV, BulkForm.LINES);

    private final BulkWrites bulk;
    private final OccurrenceRequests requests;
    private final CustomerEvents customers;

    CustomerEventsController(BulkWrites bulk, OccurrenceRequests requests, CustomerEvents customers) {
        this.bulk = bulk;
        this.requests = requests;
        this.customers = customers;
    }

    @PostMapping("/v1/customers/{customerId}/events")
    ResponseEntity<String> record(Caller caller, @PathVariable String customerId, HttpServletRequest request) {
        CustomerId customer = CustomersController.valid(customerId);
        byte[] body = Writes.body(request);
        Fields fields = Writes.fields(body);
        List<JsonNode> events = fields.requiredElements("events", MOST);
        fields.done();
        return bulk.run(caller, request, body, events, kind(item -> requests.read(customer, item)));
    }

    @PostMapping("/v1/customer-events/bulk")
    void recordBulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        bulk.run(caller, request, response, kind(requests::read));
    }

    private BulkWrites.Kind<Occurrence> kind(Function<Fields, Occurrence> reading) {
        return new BulkWrites.Kind<>(
                "eventId",
                COLUMNS,
                REQUIRED,
                FORMS,
                WINDOW,
                reading,
                customers::record,
                (occurrence, result) ->
                        result.value() == null ? null : result.value().toString());
    }
}
