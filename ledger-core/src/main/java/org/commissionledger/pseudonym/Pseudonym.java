package org.commissionledger.pseudonym;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.organisation.OrganisationId;

/**
 * Three words that an anonymous customer is shown as, such as {@code quiet amber heron}: always the same for a customer of an
 * organisation, on every node and after every rebuild, and telling nothing. There are almost 2 · 10⁹ of them; two customers may
 * share one, so it is never an identifier.
 *
 * <p>Changing, adding or moving a word in the lists renames nearly everyone. The lists hold nothing that hurts alone or beside
 * another: no bodies, sizes, beliefs, peoples, parties, weapons, drugs or illnesses.
 */
public final class Pseudonym {

    private static final List<String> QUALITIES = words("qualities.txt");
    private static final List<String> MATERIALS = words("materials.txt");
    private static final List<String> THINGS = words("things.txt");

    private Pseudonym() {}

    /** Each word is chosen by eight bytes of SHA-256 over the two names, the organisation's length in front. */
    public static String of(OrganisationId organisation, CustomerId customer) {
        ByteBuffer choice =
                ByteBuffer.wrap(sha256(organisation.value().length() + ":" + organisation.value() + customer.value()));
        return choose(QUALITIES, choice) + " " + choose(MATERIALS, choice) + " " + choose(THINGS, choice);
    }

    private static String choose(List<String> words, ByteBuffer choice) {
        return words.get((int) Long.remainderUnsigned(choice.getLong(), words.size()));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
