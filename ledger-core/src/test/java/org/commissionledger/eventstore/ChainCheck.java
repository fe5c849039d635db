package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.organisation.OrganisationId;

/** Walks an organisation's chain by the published formula, written here a second time and without the product's code. */
public final class ChainCheck {

    private ChainCheck() {}

    public static void assertWhole(EventReader reader, OrganisationId organisation) {
        byte[] before = new byte[32];
        long sequence = 0;
        while (true) {
            List<RecordedEvent> page =
                    reader.history(organisation, HistoryQuery.range(sequence, Long.MAX_VALUE), 1_000);
            if (page.isEmpty()) {
                return;
            }
            for (RecordedEvent event : page) {
                assertThat(event.ledgerSequence()).isEqualTo(++sequence);
                before = hash(before, event);
                assertThat(event.hash()).isEqualTo(before);
            }
        }
    }

    private static byte[] hash(byte[] before, RecordedEvent e) {
        byte[] leaf = sha256(
                new byte[] {0},
                f(String.valueOf(e.ledgerSequence())),
                f(e.eventId().toString()),
                f(e.stream()),
                f(String.valueOf(e.streamSequence())),
                f(e.type()),
                f(String.valueOf(e.revision())),
                f(time(e.effectiveAt().toString())),
                f(time(e.recordedAt().toString())),
                f(e.payload()),
                f(e.metadata()));
        return sha256(new byte[] {1}, before, leaf);
    }

    /** Instant prints 0, 3 or 6 decimals; the chain always has 6. */
    private static String time(String text) {
        String body = text.substring(0, text.length() - 1);
        int dot = body.indexOf('.');
        String whole = dot < 0 ? body : body.substring(0, dot);
        String fraction = dot < 0 ? "" : body.substring(dot + 1);
        return whole + "." + (fraction + "000000").substring(0, 6) + "Z";
    }

    private static byte[] f(String x) {
        byte[] bytes = x.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
