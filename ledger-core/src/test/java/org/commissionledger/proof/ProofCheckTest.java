package org.commissionledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Proofs as they are given away hold, and nothing that was changed in one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofCheckTest {

    private static final int EVENTS = 70;

    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private static Path folder;

    private SigningKeys keys;
    private List<String> lines;
    private List<byte[]> leaves;

    @BeforeAll
    void thereIsAHistory() {
        keys = SigningKeys.open(folder.resolve("checkpoints.key"), false);
        lines = new SealedHistory(random).events("a", EVENTS);
        leaves = SealedHistory.leaves(lines);
    }

    private ObjectNode inclusion(int sequence, int size) {
        Checkpoint sealed = SealedHistory.seal(keys, lines, size);
        ObjectNode proof = SealedHistory.JSON.createObjectNode();
        proof.put("ledgerSequence", sequence)
                .put("index", sequence - 1)
                .put("leaf", HexFormat.of().formatHex(leaves.get(sequence - 1)))
                .put("treeSize", size)
                .put("root", HexFormat.of().formatHex(sealed.root()))
                .set("path", hashes(MerkleTree.of(leaves).inclusion(sequence - 1, size)));
        proof.set("checkpoint", ProofJson.object(sealed));
        proof.set("event", SealedHistory.JSON.readTree(lines.get(sequence - 1)));
        return proof;
    }

    private ObjectNode consistency(int from, int to) {
        ObjectNode proof = SealedHistory.JSON.createObjectNode();
        proof.set("from", ProofJson.object(SealedHistory.seal(keys, lines, from)));
        proof.set("to", ProofJson.object(SealedHistory.seal(keys, lines, to)));
        proof.set("path", hashes(MerkleTree.of(leaves).consistency(from, to)));
        return proof;
    }

    private static ArrayNode hashes(List<byte[]> path) {
        ArrayNode list = SealedHistory.JSON.createArrayNode();
        ProofJson.texts(path).forEach(list::add);
        return list;
    }

    private List<FindingCode> ofInclusion(ObjectNode proof) {
        Findings findings = new Findings();
        new ProofCheck(keys.published(), findings).inclusion(proof);
        return findings.all().stream().map(Finding::code).toList();
    }

    private List<FindingCode> ofConsistency(ObjectNode proof) {
        Findings findings = new Findings();
        new ProofCheck(keys.published(), findings).consistency(proof);
        return findings.all().stream().map(Finding::code).toList();
    }

    private static void turnOneDigit(ObjectNode object, String field) {
        String text = object.get(field).stringValue();
        object.put(field, (text.charAt(0) == '0' ? '1' : '0') + text.substring(1));
    }

    @Test
    void everyEventIsProvenToEveryCheckpointBehindIt() {
        for (int size : List.of(1, 2, 3, 7, 8, 33, 64, EVENTS)) {
            Checkpoint sealed = SealedHistory.seal(keys, lines, size);
            for (int sequence = 1; sequence <= size; sequence++) {
                Findings findings = new Findings();
                Checkpoint said = new ProofCheck(keys.published(), findings).inclusion(inclusion(sequence, size));
                assertThat(findings.all()).isEmpty();
                assertThat(said.ledgerSequence()).isEqualTo(sealed.ledgerSequence());
            }
        }
    }

    @Test
    void everyCheckpointIsTheBeginningOfThoseBehindIt() {
        for (int from : List.of(1, 2, 5, 8, 31, 32, 33, EVENTS)) {
            for (int to : List.of(1, 2, 7, 8, 33, 64, EVENTS)) {
                if (from <= to) {
                    assertThat(ofConsistency(consistency(from, to))).isEmpty();
                }
            }
        }
    }

    @Test
    void anotherEventIsNamed() {
        assertAnotherEvent(proof -> proof.put("ledgerSequence", 13));
        assertAnotherEvent(proof -> proof.put("index", 12));
        assertAnotherEvent(proof -> turnOneDigit(proof, "leaf"));
    }

    private void assertAnotherEvent(Consumer<ObjectNode> change) {
        ObjectNode proof = inclusion(12, 40);
        change.accept(proof);
        assertThat(ofInclusion(proof)).containsExactly(FindingCode.PROOF_EVENT);
    }

    @Test
    void aChangedEventIsNamed() {
        ObjectNode proof = inclusion(12, 40);
        ((ObjectNode) proof.get("event")).put("payload", "{\"amount\":1000000}");
        assertThat(ofInclusion(proof)).containsExactly(FindingCode.PROOF_EVENT, FindingCode.PROOF_PATH);
    }

    @Test
    void aPathThatLeadsElsewhereIsNamed() {
        ObjectNode shorter = inclusion(12, 40);
        ((ArrayNode) shorter.get("path")).remove(0);
        assertThat(ofInclusion(shorter)).containsExactly(FindingCode.PROOF_PATH);
        ObjectNode longer = inclusion(12, 40);
        longer.set("path", longer.withArray("path").add("0".repeat(64)));
        assertThat(ofInclusion(longer)).containsExactly(FindingCode.PROOF_PATH);
        ObjectNode turned = inclusion(12, 40);
        List<byte[]> path = new ArrayList<>(ProofJson.path(turned, "path"));
        Collections.reverse(path);
        turned.set("path", hashes(path));
        assertThat(ofInclusion(turned)).containsExactly(FindingCode.PROOF_PATH);
    }

    @Test
    void whatIsNotThatOfTheCheckpointIsNamed() {
        ObjectNode size = inclusion(12, 40);
        size.put("treeSize", 41);
        assertThat(ofInclusion(size)).containsExactly(FindingCode.PROOF_MALFORMED);
        ObjectNode root = inclusion(12, 40);
        turnOneDigit(root, "root");
        assertThat(ofInclusion(root)).containsExactly(FindingCode.PROOF_MALFORMED);
    }

    @Test
    void aCheckpointThatNobodySignedProvesNothing() {
        ObjectNode inclusion = inclusion(12, 40);
        turnOneDigit((ObjectNode) inclusion.get("checkpoint"), "hash");
        assertThat(ofInclusion(inclusion)).containsExactly(FindingCode.CHECKPOINT_SIGNATURE);
        for (String end : List.of("from", "to")) {
            ObjectNode consistency = consistency(12, 40);
            turnOneDigit((ObjectNode) consistency.get(end), "hash");
            assertThat(ofConsistency(consistency)).containsExactly(FindingCode.CHECKPOINT_SIGNATURE);
        }
    }

    @Test
    void aHistoryThatWasWrittenAnewIsNotTheBeginningOfTheOther() {
        List<String> changed = new ArrayList<>(lines);
        changed.set(3, changed.get(3).replace("order.placed", "order.failed"));
        ObjectNode proof = consistency(12, 40);
        proof.set("to", ProofJson.object(SealedHistory.seal(keys, SealedHistory.chained(changed), 40)));
        assertThat(ofConsistency(proof)).containsExactly(FindingCode.PROOF_PATH);
        ObjectNode empty = consistency(12, 40);
        empty.set("path", hashes(List.of()));
        assertThat(ofConsistency(empty)).containsExactly(FindingCode.PROOF_PATH);
    }

    @Test
    void checkpointsOfTwoOrganisationsHaveNothingToDoWithEachOther() {
        Checkpoint sealed = SealedHistory.seal(keys, lines, 12);
        Checkpoint others = keys.sign(new Checkpoint(
                new OrganisationId("others"),
                sealed.ledgerSequence(),
                sealed.position(),
                sealed.hash(),
                sealed.root(),
                sealed.sealedAt(),
                sealed.keyId(),
                new byte[0]));
        ObjectNode proof = consistency(12, 12);
        proof.set("to", ProofJson.object(others));
        assertThat(ofConsistency(proof)).containsExactly(FindingCode.PROOF_MALFORMED);
    }

    @Test
    void whatIsNoProofIsRefused() {
        ObjectNode upperCase = inclusion(12, 40);
        upperCase.put("leaf", "A".repeat(64));
        assertThatExceptionOfType(MalformedProofException.class).isThrownBy(() -> ofInclusion(upperCase));
        ObjectNode tooShort = inclusion(12, 40);
        tooShort.put("leaf", "00");
        assertThatExceptionOfType(MalformedProofException.class).isThrownBy(() -> ofInclusion(tooShort));
        ObjectNode without = inclusion(12, 40);
        without.remove("path");
        assertThatExceptionOfType(MalformedProofException.class).isThrownBy(() -> ofInclusion(without));
        assertThatExceptionOfType(MalformedProofException.class)
                .isThrownBy(() -> ofInclusion(SealedHistory.JSON.createObjectNode()));
    }
}
