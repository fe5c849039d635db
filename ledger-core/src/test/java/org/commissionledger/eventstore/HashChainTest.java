package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published formula once more, with nothing but the platform's SHA-256, against the product's. */
class HashChainTest {

    private static final UUID FIRST_ID = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    private static final UUID SECOND_ID = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c073990");
    private static final Instant EFFECTIVE = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant RECORDED = Instant.parse("2026-11-01T12:34:56.000789Z");
    private static final RecordedEvent FIRST = event(1, FIRST_ID, 0, "{\"name\":\"Tea – £5, 茶, 🫖\"}", "{}");
    private static final RecordedEvent SECOND = event(2, SECOND_ID, 1, "{\"name\":\"\"}", "{\"actor\":\"é\"}");

    private final HashChain chain = new HashChain();

    private static RecordedEvent event(
            long ledgerSequence, UUID id, long streamSequence, String payload, String metadata) {
        return new RecordedEvent(
                ledgerSequence + 40,
                new OrganisationId("demo"),
                ledgerSequence,
                id,
                "order/536365",
                streamSequence,
                "order.placed",
                1,
                EFFECTIVE,
                RECORDED,
                payload,
                metadata,
                new byte[0]);
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

    /** Each field behind its length in bytes. */
    private static byte[] fields(String... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String field : fields) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            out.write(bytes.length >>> 24);
            out.write(bytes.length >>> 16);
            out.write(bytes.length >>> 8);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] leafOfTheFirst() {
        return sha256(
                new byte[] {0},
                fields(
                        "1",
                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                        "order/536365",
                        "0",
                        "order.placed",
                        "1",
                        "2011-03-01T00:00:00.000000Z",
                        "2026-11-01T12:34:56.000789Z",
                        "{\"name\":\"Tea – £5, 茶, 🫖\"}",
                        "{}"));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void beginsBehindThirtyTwoZeroBytes() {
        assertThat(HashChain.genesis()).isEqualTo(new byte[32]);
    }

    @Test
    void hashesAnEventAsPublished() {
        assertThat(chain.leaf(FIRST)).isEqualTo(leafOfTheFirst());
        assertThat(chain.next(HashChain.genesis(), FIRST))
                .isEqualTo(sha256(new byte[] {1}, new byte[32], leafOfTheFirst()));
    }

    /** Computed once outside of this program; a change of it would break every proof that was ever given away. */
    @Test
    void neverChangesItsResults() {
        byte[] first = chain.next(HashChain.genesis(), FIRST);
        assertThat(hex(first)).isEqualTo("6b57a814222dce5244428079c3193df43b5b7317c5a1cc8db1822cd6a11c7e30");
        assertThat(hex(chain.next(first, SECOND)))
                .isEqualTo("eb44a608e842338c4c6788cc3b10aa68ed54fde3620562f5d0f3f8912ab85980");
    }

    @Test
    void doesNotLookAtTheHashOrThePositionOfTheEventItself() {
        RecordedEvent moved = new RecordedEvent(
                99,
                new OrganisationId("other"),
                1,
                FIRST_ID,
                FIRST.stream(),
                0,
                FIRST.type(),
                1,
                EFFECTIVE,
                RECORDED,
                FIRST.payload(),
                "{}",
                new byte[] {1, 2, 3});
        assertThat(chain.leaf(moved)).isEqualTo(chain.leaf(FIRST));
    }

    private static Stream<RecordedEvent> changed() {
        return Stream.of(
                with(2, FIRST_ID, "order/536365", 0, "order.placed", 1, EFFECTIVE, RECORDED, "{}"),
                with(1, SECOND_ID, "order/536365", 0, "order.placed", 1, EFFECTIVE, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536366", 0, "order.placed", 1, EFFECTIVE, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536365", 1, "order.placed", 1, EFFECTIVE, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536365", 0, "order.failed", 1, EFFECTIVE, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536365", 0, "order.placed", 2, EFFECTIVE, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536365", 0, "order.placed", 1, RECORDED, RECORDED, "{}"),
                with(1, FIRST_ID, "order/536365", 0, "order.placed", 1, EFFECTIVE, EFFECTIVE, "{}"),
                with(1, FIRST_ID, "order/536365", 0, "order.placed", 1, EFFECTIVE, RECORDED, "{ }"));
    }

    private static RecordedEvent with(
            long ledgerSequence,
            UUID id,
            String stream,
            long streamSequence,
            String type,
            int revision,
            Instant effectiveAt,
            Instant recordedAt,
            String metadata) {
        return new RecordedEvent(
                1,
                new OrganisationId("demo"),
                ledgerSequence,
                id,
                stream,
                streamSequence,
                type,
                revision,
                effectiveAt,
                recordedAt,
                FIRST.payload(),
                metadata,
                new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void changesWithEveryFieldThatItCovers(RecordedEvent other) {
        assertThat(chain.leaf(other)).isNotEqualTo(chain.leaf(FIRST));
    }

    @Test
    void tellsApartWhereOneFieldEndsAndTheNextBegins() {
        RecordedEvent one = event(1, FIRST_ID, 0, "{}", "{} ");
        RecordedEvent other = event(1, FIRST_ID, 0, "{}{", "} ");
        assertThat(chain.leaf(one)).isNotEqualTo(chain.leaf(other));
    }

    @ParameterizedTest
    @CsvSource({
        "2011-03-01T00:00:00Z, 2011-03-01T00:00:00.000000Z",
        "2011-03-01T00:00:00.1Z, 2011-03-01T00:00:00.100000Z",
        "2011-03-01T23:59:59.999999Z, 2011-03-01T23:59:59.999999Z",
        "2011-03-01T23:59:59.999999999Z, 2011-03-01T23:59:59.999999Z",
        "1969-12-31T23:59:59.000001Z, 1969-12-31T23:59:59.000001Z",
        "0999-01-01T00:00:00Z, 0999-01-01T00:00:00.000000Z"
    })
    void writesTimesToTheMicrosecond(Instant at, String text) {
        assertThat(HashChain.text(at)).isEqualTo(text);
        assertThat(HashChain.text(HashChain.micros(at))).isEqualTo(text);
    }
}
