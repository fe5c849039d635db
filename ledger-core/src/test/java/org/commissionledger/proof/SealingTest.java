package org.commissionledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.MARCH;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Histories are sealed step by step, and not at all once they are not what was sealed before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealingTest {

    private static final int ORDERS = Integer.getInteger("proof.orders", 700);

    private final TestDatabase database = TestDatabase.migrated();
    private final TestLedger ledger = new TestLedger(database).withCatalogue(DEMO, "acme");
    private final CheckpointTable table = new CheckpointTable(ledger.pool());

    @TempDir
    private static Path folder;

    private SigningKeys keys;
    private CheckpointFile file;
    private Sealing sealing;

    @BeforeAll
    void aHistoryIsSealedInSeveralSteps() {
        keys = SigningKeys.open(folder.resolve("checkpoints.key"), false);
        file = CheckpointFile.open(folder.resolve("checkpoints.ndjson"));
        sealing = sealing(file);
        assertThat(sealing.sealNext(DEMO)).isPresent();
        for (int from = 0; from < ORDERS; from += ORDERS / 5) {
            place(DEMO, "o", from, from + ORDERS / 5);
            assertThat(sealing.sealNext(DEMO)).isPresent();
        }
    }

    private void place(OrganisationId organisation, String name, int from, int to) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String id = name + i;
                all.add(threads.submit(() -> ledger.run(
                        organisation,
                        TestLedger.order(organisation, id, "acme", 10_000, OrderStatus.SUCCESSFUL, MARCH))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void end() {
        file.close();
        ledger.close();
    }

    private List<byte[]> leaves(OrganisationId organisation) {
        HashChain chain = new HashChain();
        return ledger.core.reader().history(organisation, HistoryQuery.range(0, Long.MAX_VALUE), 100_000).stream()
                .map(chain::leaf)
                .toList();
    }

    private Checkpoint newest() {
        return table.newest(DEMO).orElseThrow();
    }

    @Test
    void eachCheckpointHasTheRootAndTheHashOfItsHistory() {
        MerkleTree tree = MerkleTree.of(leaves(DEMO));
        List<Checkpoint> all = table.after(DEMO, 0, 100);
        assertThat(all).hasSizeGreaterThanOrEqualTo(6);
        for (Checkpoint checkpoint : all) {
            RecordedEvent head = ledger.core
                    .reader()
                    .history(DEMO, HistoryQuery.range(checkpoint.ledgerSequence() - 1, checkpoint.ledgerSequence()), 1)
                    .getFirst();
            assertThat(checkpoint.root()).isEqualTo(tree.root(checkpoint.ledgerSequence()));
            assertThat(checkpoint.hash()).isEqualTo(head.hash());
            assertThat(checkpoint.position()).isEqualTo(head.position());
            assertThat(keys.published().hasSigned(checkpoint)).isTrue();
        }
    }

    @Test
    void theFileHasWhatTheTableHas() {
        List<String> lines = new ArrayList<>();
        Findings findings = new Findings();
        file.read(checkpoint -> lines.add(ProofJson.line(checkpoint)), findings);
        assertThat(findings.areNone()).isTrue();
        assertThat(lines)
                .containsAll(
                        table.after(DEMO, 0, 100).stream().map(ProofJson::line).toList());
    }

    @Test
    void nothingNewIsNotSealedAgain() {
        assertThat(sealing.sealNext(DEMO)).isEmpty();
        assertThat(sealing.sealNext(new OrganisationId("nobody"))).isEmpty();
    }

    @Test
    void proofsFromTheStoreAreThoseOfTheTree() {
        MerkleTree tree = MerkleTree.of(leaves(DEMO));
        Proofs proofs = new Proofs(ledger.core.reader(), ledger.pool());
        long size = newest().ledgerSequence();
        for (long at : new long[] {1, 2, 255, 256, 257, 512, 513, size - 1, size}) {
            RecordedEvent event = ledger.core
                    .reader()
                    .history(DEMO, HistoryQuery.range(at - 1, at), 1)
                    .getFirst();
            InclusionProof proof = proofs.inclusion(event, newest());
            assertThat(proof.path()).containsExactlyElementsOf(tree.inclusion(at - 1, size));
            assertThat(MerkleProofs.isIncluded(proof.leaf(), at - 1, size, proof.path(), newest().root()))
                    .isTrue();
        }
        for (Checkpoint from : table.after(DEMO, 0, 100)) {
            assertThat(proofs.consistency(from, newest()).path())
                    .containsExactlyElementsOf(tree.consistency(from.ledgerSequence(), size));
        }
    }

    @Test
    void theTableCannotBeChangedNotEvenByItsOwner() {
        for (String statement : List.of(
                "update ledger.checkpoint set position = 1",
                "delete from ledger.checkpoint",
                "truncate ledger.subtree")) {
            assertThatThrownBy(() -> database.asOwner(statement)).hasStackTraceContaining("cannot be changed");
        }
    }

    @Test
    void aHistoryThatWasChangedIsNotSealedAnyMore() {
        OrganisationId changed = new OrganisationId("changed");
        ledger.withCatalogue(changed, "acme");
        assertThat(sealing.sealNext(changed)).isPresent();
        place(changed, "c", 0, 3);
        Checkpoint before = table.newest(changed).orElseThrow();
        asMighty(
                "update ledger.event set payload = replace(payload, 'Web shop', 'Wed shop') where organisation = 'changed'"
                        + " and type = 'integration.defined'");
        assertThatThrownBy(() -> sealing.sealNext(changed))
                .isInstanceOf(SealingRefusedException.class)
                .hasMessageContaining("checkpoint.root at " + before.ledgerSequence());
    }

    @Test
    void aHistoryWhoseCheckpointsWereTakenAwayIsNotSealedAnyMore() {
        OrganisationId taken = new OrganisationId("taken");
        ledger.withCatalogue(taken, "acme");
        assertThat(sealing.sealNext(taken)).isPresent();
        asMighty("delete from ledger.checkpoint where organisation = 'taken'");
        assertThatThrownBy(() -> sealing.sealNext(taken))
                .isInstanceOf(SealingRefusedException.class)
                .hasMessageContaining("checkpoint.lost");
    }

    /** What the owner can do all the same: first disable the triggers. */
    private void asMighty(String sql) {
        database.asOwner("alter table ledger.event disable trigger all");
        database.asOwner("alter table ledger.checkpoint disable trigger all");
        database.asOwner(sql);
        database.asOwner("alter table ledger.event enable trigger all");
        database.asOwner("alter table ledger.checkpoint enable trigger all");
    }

    @Test
    void aLineThatACrashCutOffIsWrittenAgain() throws IOException {
        Path path = folder.resolve("cut.ndjson");
        Checkpoint newest = newest();
        String line = ProofJson.line(newest);
        Files.writeString(path, line + "\n" + line.substring(0, 40));
        try (CheckpointFile cut = CheckpointFile.open(path)) {
            cut.append(newest);
        }
        assertThat(Files.readString(path)).isEqualTo(line + "\n" + line + "\n");
    }

    /** A crash in the middle of the last line; the node starts again, and nothing has happened since. */
    @Test
    void aFileThatEndsInHalfALineIsWholeAgainThoughNothingIsNew() throws IOException {
        List<String> all =
                table.after(DEMO, 0, 100).stream().map(ProofJson::line).toList();
        String last = all.getLast();
        for (int kept : new int[] {1, last.length() / 2, last.length()}) {
            Path path = folder.resolve("half-" + kept + ".ndjson");
            Files.writeString(path, String.join("\n", all.subList(0, all.size() - 1)) + "\n" + last.substring(0, kept));
            try (CheckpointFile half = CheckpointFile.open(path)) {
                assertThat(half.newest(DEMO).map(ProofJson::line)).contains(all.get(all.size() - 2));
                assertThat(sealing(half).sealNext(DEMO)).as("nothing is new").isEmpty();
            }
            assertThat(Files.readString(path)).as("%d of the line kept", kept).isEqualTo(String.join("\n", all) + "\n");
        }
    }

    /** Whoever asks for a checkpoint then is refused, and it is told to nobody before it is on the disk. */
    @Test
    void aCheckpointThatTheFileDidNotTakeReachesItTheNextTimeThoughNothingIsNew() throws IOException {
        OrganisationId kept = new OrganisationId("kept");
        ledger.withCatalogue(kept, "acme");
        Path path = folder.resolve("full.ndjson");
        CheckpointFile full = CheckpointFile.open(path);
        full.close(); // takes nothing any more, like a disk that is full
        assertThatThrownBy(() -> sealing(full).sealNext(kept)).isInstanceOf(UncheckedIOException.class);
        Checkpoint made = table.newest(kept).orElseThrow();
        assertThat(path).isEmptyFile();
        try (CheckpointFile emptied = CheckpointFile.open(path)) {
            assertThat(sealing(emptied).sealNext(kept)).as("nothing is new").isEmpty();
        }
        assertThat(Files.readString(path)).isEqualTo(ProofJson.line(made) + "\n");
    }

    private Sealing sealing(CheckpointFile to) {
        return new Sealing(ledger.pool(), ledger.core.reader(), keys, to, Clock.systemUTC());
    }

    @Test
    void theFileCatchesUpWithWhatOthersSealed() throws IOException {
        Path path = folder.resolve("another-node.ndjson");
        try (CheckpointFile another = CheckpointFile.open(path)) {
            assertThat(sealing(another).sealNext(DEMO)).as("nothing is new").isEmpty();
        }
        assertThat(Files.readAllLines(path))
                .containsExactlyElementsOf(
                        table.after(DEMO, 0, 100).stream().map(ProofJson::line).toList());
    }

    @Test
    void keysAreRotatedAndOldOnesStayPublished() {
        Path path = folder.resolve("rotated.key");
        SigningKeys first = SigningKeys.open(path, false);
        Checkpoint old = first.sign(newest());
        String id = SigningKeys.rotate(path);
        SigningKeys second = SigningKeys.open(path, true);
        assertThat(second.keyId()).isEqualTo(id).isNotEqualTo(first.keyId());
        PublicKeys published =
                PublicKeys.read(second.published().jwkSet().toString().getBytes(StandardCharsets.UTF_8));
        Checkpoint resealed = new Checkpoint(
                DEMO, 1, 1, newest().hash(), newest().root(), newest().sealedAt(), second.keyId(), new byte[0]);
        assertThat(published.hasSigned(second.sign(resealed))).isTrue();
        assertThat(published.knows(first.keyId())).isTrue();
        assertThat(published.hasSigned(old)).isFalse(); // it names a key that did not sign it
        assertThatThrownBy(() -> SigningKeys.open(folder.resolve("none.key"), true))
                .isInstanceOf(SigningKeysException.class)
                .hasMessageContaining("is not there");
    }
}
