package org.commissionledger.api.customers;

import org.commissionledger.api.web.BadRequest;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.identity.Identifiers;
import org.springframework.web.bind.annotation.RestController;

/** Who customers say they are. */
@RestController
class CustomersController {

    /** Any customer may be the first that is heard of them, so one that cannot be is a mistake rather than unknown. */
    static CustomerId valid(String customerId) {
        if (!Identifiers.isValid(customerId)) {
            throw BadRequest.field(
                    "customerId", "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return new CustomerId(customerId);
    }
}
