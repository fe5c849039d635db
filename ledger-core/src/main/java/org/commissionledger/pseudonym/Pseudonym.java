package org.commissionledger.pseudonym;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.identity.Sha256;
import org.commissionledger.organisation.OrganisationId;

/**
 * Three words that an anonymous customer is shown as, such as {@code quiet amber heron}: always the same for a customer of an
 * organisation, on every node and after every rebuild, and telling nothing. There are almost 2 · 10⁹ of them; two customers may
 * share one, so it is never an identifier.
 *
 * <p>Changing, adding or moving a word in the lists renames nearly everyone, and makes the places that are kept of them wrong. The lists hold nothing that hurts alone or beside
 * another: no bodies, sizes, beliefs, peoples, parties, weapons, drugs or illnesses.
 */
public final class Pseudonym {

    private static final List<String> QUALITIES = words("qualities.txt");
    private static final List<String> MATERIALS = words("materials.txt");
    private static final List<String> THINGS = words("things.txt");

    /** In the order in which a name has them. */
    static final List<List<String>> LISTS = List.of(QUALITIES, MATERIALS, THINGS);

    private Pseudonym() {}

    public static String of(OrganisationId organisation, CustomerId customer) {
        int place = place(organisation, customer);
        int pair = place / THINGS.size();
        return QUALITIES.get(pair / MATERIALS.size())
                + " " + MATERIALS.get(pair % MATERIALS.size())
                + " " + THINGS.get(place % THINGS.size());
    }

    /**
     * Where the customer's three words stand among all that there are, in alphabetical order, counted from 0: words that begin alike are
     * a run of places, so that an index over places finds them. Each word is chosen by eight bytes of SHA-256 over the two names, the
     * organisation's length in front.
     */
    public static int place(OrganisationId organisation, CustomerId customer) {
        ByteBuffer choice = ByteBuffer.wrap(
                Sha256.of(organisation.value().length() + ":" + organisation.value() + customer.value()));
        int place = 0;
        for (List<String> words : LISTS) {
            place = place * words.size() + (int) Long.remainderUnsigned(choice.getLong(), words.size());
        }
        return place;
    }

    /** One word a line. */
    static List<String> words(String file) {
        try (InputStream in = Pseudonym.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
