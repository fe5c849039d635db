package org.commissionledger.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.identity.Sha256;
import org.commissionledger.proof.HistoryCheck.Link;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Histories whose chain is whole: each of the other things that must hold is looked at by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryCheckTest {

    private static final int EVENTS = 10;
    private static final String NOON = "2026-01-01T12:00:00.000000Z";

    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HashChain chain = new HashChain();

    @TempDir
    private static Path folder;

    private SigningKeys keys;

    @BeforeAll
    void thereIsAKey() {
        keys = SigningKeys.open(folder.resolve("checkpoints.key"), false);
    }

    /** Event {@code n} of a history in which everything is one stream; what is null is as it should be. */
    private record Change(
            int at,
            @Nullable Long sequence,
            @Nullable Long inStream,
            @Nullable String time,
            @Nullable Long position) {
        static final Change NONE = new Change(0, null, null, null, null);
    }

    private static <T> T or(@Nullable T changed, T right) {
        return changed == null ? right : changed;
    }

    private List<Link> links(Change change) {
        List<Link> links = new ArrayList<>();
        byte[] hash = HashChain.genesis();
        for (int n = 1; n <= EVENTS; n++) {
            Change here = change.at() == n ? change : Change.NONE;
            byte[] leaf = Sha256.digest().digest(("event " + n).getBytes(UTF_8));
            hash = chain.link(hash, leaf);
            links.add(new Link(
                    or(here.sequence(), (long) n),
                    7,
                    or(here.inStream(), n - 1L),
                    or(here.time(), NOON),
                    leaf,
                    hash,
                    or(here.position(), 100L + n)));
        }
        return links;
    }

    private List<Checkpoint> sealed(int... sizes) {
        List<Link> links = links(Change.NONE);
        MerkleTree tree = MerkleTree.of(links.stream().map(Link::leaf).toList());
        List<Checkpoint> sealed = new ArrayList<>();
        for (int size : sizes) {
            sealed.add(keys.sign(new Checkpoint(
                    SealedHistory.DEMO,
                    size,
                    100L + size,
                    links.get(size - 1).hash(),
                    tree.root(size),
                    Instant.parse(NOON),
                    keys.keyId(),
                    new byte[0])));
        }
        return sealed;
    }

    private List<String> findings(List<Link> links, List<Checkpoint> checkpoints) {
        Findings findings = new Findings();
        CheckpointCheck seals = new CheckpointCheck(checkpoints.iterator(), keys.published(), findings);
        HistoryCheck check = new HistoryCheck(seals, findings);
        links.forEach(check::accept);
        check.end();
        assertThat(check.events()).isEqualTo(links.size());
        assertThat(seals.checked()).isEqualTo(checkpoints.size());
        return findings.all().stream().map(Finding::toString).toList();
    }

    private List<String> findings(Change change) {
        return findings(links(change), sealed(3, 8));
    }

    @Test
    void aWholeHistoryIsWhole() {
        assertThat(findings(Change.NONE)).isEmpty();
        assertThat(findings(List.of(), List.of())).isEmpty();
        Findings findings = new Findings();
        HistoryCheck check = new HistoryCheck(CheckpointCheck.none(findings), findings);
        links(Change.NONE).forEach(check::accept);
        check.end();
        assertThat(findings.areNone()).isTrue();
    }

    @Test
    void aNumberThatIsLeftOutIsNamedOnce() {
        List<Link> gap = links(new Change(EVENTS, EVENTS + 1L, null, null, null));
        assertThat(findings(gap, sealed(3)))
                .containsExactly(
                        FindingCode.EVENT_SEQUENCE + " at 11: Event 10 is expected here, event 11 stands here.");
    }

    @Test
    void aStreamThatDoesNotCountOnIsNamed() {
        assertThat(findings(new Change(EVENTS, null, 12L, null, null)))
                .containsExactly(FindingCode.EVENT_STREAM + " at 10: It is number 12 of its stream, behind number 8.");
        assertThat(findings(new Change(1, null, 1L, null, null)))
                .contains(FindingCode.EVENT_STREAM + " at 1: It is number 1 of its stream, behind none.")
                .hasSize(2);
        assertThat(findings(new Change(2, null, 0L, null, null)))
                .contains(FindingCode.EVENT_STREAM + " at 2: It is number 0 of its stream, behind number 0.");
    }

    @Test
    void aTimeThatGoesBackIsNamed() {
        assertThat(findings(new Change(5, null, null, "2026-01-01T11:59:59.999999Z", null)))
                .containsExactly(FindingCode.EVENT_TIME + " at 5: It was recorded at 2026-01-01T11:59:59.999999Z,"
                        + " the event before it at " + NOON + ".");
    }

    @Test
    void aPositionThatIsNotTheSealedOneIsNamed() {
        assertThat(findings(new Change(8, null, null, null, 99L)))
                .singleElement()
                .asString()
                .startsWith(
                        FindingCode.CHECKPOINT_POSITION
                                + " at 8: The event stands at position 99, not at the 108 that was sealed at 2026-01-01T12:00:00Z");
        assertThat(findings(new Change(7, null, null, null, 99L))).isEmpty();
    }

    @Test
    void ofSealsBeyondTheEndTheFurthestIsNamed() {
        assertThat(findings(links(Change.NONE).subList(0, 2), sealed(3, 8)))
                .singleElement()
                .asString()
                .startsWith(FindingCode.HISTORY_SHORT + " at 8: The history ends with event 2,");
    }

    @Test
    void keysAreThoseOfTheKeySetAndNoOthers() {
        PublicKeys read = PublicKeys.read(keys.published().jwkSet().toString().getBytes(UTF_8));
        Checkpoint sealed = sealed(3).getFirst();
        assertThat(read.hasSigned(sealed)).isTrue();
        assertThat(read.knows("another")).isFalse();
        assertThat(read.hasSigned(signed(sealed, sealed.keyId(), new byte[3]))).isFalse();
        assertThat(read.hasSigned(signed(sealed, "another", sealed.signature())))
                .isFalse();
        assertThat(read.jwkSet()).isEqualTo(keys.published().jwkSet());
        for (String none : List.of("{}", "{\"keys\":[]}", "{\"keys\":[{\"crv\":\"P-256\",\"x\":\"AA\"}]}")) {
            assertThatExceptionOfType(MalformedProofException.class)
                    .isThrownBy(() -> PublicKeys.read(none.getBytes(UTF_8)))
                    .withMessageContaining("no Ed25519 key");
        }
        assertThatExceptionOfType(MalformedProofException.class)
                .isThrownBy(() -> PublicKeys.key("AA"))
                .withMessageContaining("32 bytes");
    }

    private static Checkpoint signed(Checkpoint of, String keyId, byte[] signature) {
        return new Checkpoint(
                of.organisation(),
                of.ledgerSequence(),
                of.position(),
                of.hash(),
                of.root(),
                of.sealedAt(),
                keyId,
                signature);
    }

    @Test
    void manyStreamsAreToldApart() {
        StreamSequences streams = new StreamSequences();
        Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long stream = 1 + random.nextLong(30_000) * 4_096; // fall on few places, as the table sees them
            long sequence = random.nextInt(1_000);
            Long before = model.put(stream, sequence);
            assertThat(streams.put(stream, sequence)).as("seed %d", seed).isEqualTo(before == null ? -1 : before);
        }
    }

    @Test
    void noPathLeadsToWhatIsNotThere() {
        List<byte[]> leaves = links(Change.NONE).stream().map(Link::leaf).toList();
        MerkleTree tree = MerkleTree.of(leaves);
        byte[] root = tree.root(EVENTS);
        assertThat(MerkleProofs.isIncluded(root, 0, 0, List.of(), root)).isFalse();
        assertThat(MerkleProofs.isIncluded(root, 1, 1, List.of(), root)).isFalse();
        assertThat(MerkleProofs.isIncluded(root, -1, 1, List.of(), root)).isFalse();
        assertThat(MerkleProofs.isIncluded(root, 0, 1, List.of(root), MerkleTree.node(root, root)))
                .isFalse();
        assertThat(MerkleProofs.isConsistent(0, 4, root, root, List.of(root))).isFalse();
        assertThat(MerkleProofs.isConsistent(5, 4, root, root, List.of(root))).isFalse();
        for (long[] none : new long[][] {{-1, 4}, {4, 4}, {5, 4}}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> tree.inclusion(none[0], none[1]));
        }
        for (long[] none : new long[][] {{0, 4}, {5, 4}}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> tree.consistency(none[0], none[1]));
        }
    }
}
