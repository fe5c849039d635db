package org.commissionledger.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.KeysUnavailableException;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.Place;
import org.commissionledger.person.Sealed;

/**
 * The secrets that sign what endpoints are sent. In the history they stand sealed with a key of their organisation, which is kept as the
 * keys of persons are: wrapped by a key outside the database, and wrapped anew when that one changes. One key an organisation, not one an
 * endpoint: a request that is sent again, or refused, then leaves none behind.
 */
public final class WebhookSecrets {

    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final String FIELD = "webhook/secret";

    private final PersonKeys keys;
    private final SecureRandom random = new SecureRandom();

    public WebhookSecrets(PersonKeys keys) {
        this.keys = keys;
    }

    /** {@code whsec_} and 32 random bytes in base64. */
    public String newSecret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** For one endpoint: sealed for another it does not open. */
    public Sealed seal(OrganisationId organisation, WebhookId webhook, String secret) {
        return keys.seal(holder(organisation), place(organisation, webhook), secret)
                .orElseThrow(WebhookSecrets::destroyed);
    }

    /**
     * The bytes that sign.
     *
     * @throws KeysUnavailableException when the keys cannot be read now
     */
    public byte[] open(OrganisationId organisation, WebhookId webhook, Sealed sealed) {
        String secret = keys.open(holder(organisation), place(organisation, webhook), sealed)
                .orElseThrow(WebhookSecrets::destroyed);
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    private static Person holder(OrganisationId organisation) {
        return new Person(StreamId.of(organisation, "webhooks", "secrets"));
    }

    private static Place place(OrganisationId organisation, WebhookId webhook) {
        return new Place(WebhookCommand.stream(organisation, webhook), FIELD);
    }

    private static IllegalStateException destroyed() {
        return new IllegalStateException("the key of an organisation's webhook secrets is never destroyed");
    }
}
