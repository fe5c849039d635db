package org.commissionledger.api.organisations;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Fields;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.Settings;
import org.jspecify.annotations.Nullable;

/** Reads what an organisation's settings are to be. */
public final class SettingsRequests {

    private static final int NAME = 200;
    private static final int URL = 500;

    private SettingsRequests() {}

    /**
     * What older clients do not know of stays when it is left out: the listed names of properties, and where Documentation and Support lead.
     */
    public static ChangeSettings read(StreamId stream, Fields fields, Instant at) {
        String url = address(fields, "marketplaceUrl", false);
        String name = fields.text("name", NAME);
        String colour = fields.text("primaryColour", 7);
        if (colour != null && !colour.matches("#[0-9a-fA-F]{6}")) {
            fields.error("primaryColour", "request.invalid-value", "A colour such as #0b5fff is expected.");
        }
        List<String> keys = fields.ids("customerPropertyKeys", key -> key, Settings.MAX_PROPERTY_KEYS);
        boolean keepLinks = !fields.has("documentationUrl") && !fields.has("supportUrl");
        String documentation = address(fields, "documentationUrl", false);
        String support = address(fields, "supportUrl", true);
        fields.done();
        Settings settings = new Settings(url, name, colour, keys == null ? List.of() : keys, documentation, support);
        return new ChangeSettings(stream, settings, keys == null, keepLinks, at);
    }

    private static @Nullable String address(Fields fields, String field, boolean orMail) {
        String url = fields.text(field, URL);
        if (url == null || isWebAddress(url) || (orMail && url.matches("mailto:[^\\s@]+@[^\\s@]+"))) {
            return url;
        }
        fields.error(
                field,
                "request.invalid-value",
                "An address that begins with https:// or http://" + (orMail ? " or mailto:" : "") + " is expected.");
        return null;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
