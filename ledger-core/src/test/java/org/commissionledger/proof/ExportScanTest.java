package org.commissionledger.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is done to an export, the verifier finds it and says where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportScanTest {

    private static final JsonMapper JSON = SealedHistory.JSON;
    private static final int EVENTS = Integer.getInteger("proof.events", 400);
    private final long seed = Long.getLong("proof.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SealedHistory made = new SealedHistory(random);

    @TempDir
    private static Path folder;

    private SigningKeys keys;
    private List<String> lines;
    private List<String> others;
    private List<Checkpoint> sealed;

    @BeforeAll
    void thereAreTwoHistories() {
        lines = made.events("a", EVENTS);
        others = made.events("b", EVENTS);
        keys = SigningKeys.open(folder.resolve("checkpoints.key"), false);
        sealed = List.of(
                SealedHistory.seal(keys, lines, EVENTS / 4),
                SealedHistory.seal(keys, lines, EVENTS / 2),
                SealedHistory.seal(keys, lines, EVENTS));
    }

    private List<String> findings(byte[] export, List<Checkpoint> checkpoints) {
        Findings findings = new Findings();
        HistoryCheck check =
                new HistoryCheck(new CheckpointCheck(checkpoints.iterator(), keys.published(), findings), findings);
        try {
            new ExportScan(check, findings, bytes -> {}).run(new ByteArrayInputStream(export));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return findings.all().stream().map(Finding::toString).toList();
    }

    private List<String> findings(List<String> export) {
        return findings((String.join("\n", export) + "\n").getBytes(UTF_8), sealed);
    }

    private static String at(FindingCode code, int ledgerSequence) {
        return code + " at " + ledgerSequence + ":";
    }

    @Test
    void nothingIsFoundInWhatWasNotTouched() {
        assertThat(findings(lines)).isEmpty();
        assertThat(findings(String.join("\n", lines).getBytes(UTF_8), sealed)).isEmpty();
        assertThat(findings(new byte[0], List.of())).isEmpty();
    }

    @Test
    void everyBitThatIsTurnedIsFound() {
        byte[] export = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        for (int round = 0; round < 150; round++) {
            int place = random.nextInt(export.length - 1);
            byte[] changed = export.clone();
            changed[place] ^= (byte) (1 << random.nextInt(8));
            int line = (int) new String(export, 0, place, UTF_8).lines().count();
            assertThat(findings(changed, sealed))
                    .as("byte " + place + ", seed " + seed)
                    .isNotEmpty()
                    .anyMatch(f -> f.contains(" at " + line + ":") || f.contains(" at " + (line + 1) + ":"));
        }
    }

    @Test
    void aLineThatIsNoEventIsNamedByItsNumber() {
        List<String> changed = new ArrayList<>(lines);
        changed.set(41, "nonsense");
        assertThat(findings(changed))
                .first()
                .asString()
                .startsWith(at(FindingCode.EVENT_MALFORMED, 42))
                .contains("Line 42 is not an event.");
    }

    @Test
    void progressIsToldByTheByte() throws IOException {
        byte[] export = (String.join("\n", lines) + "\n").repeat(20).getBytes(UTF_8);
        LongAdder told = new LongAdder();
        Findings findings = new Findings();
        new ExportScan(new HistoryCheck(CheckpointCheck.none(findings), findings), findings, told::add)
                .run(new ByteArrayInputStream(export));
        assertThat(told.sum()).isEqualTo(export.length);
    }

    @Test
    void aChangedFieldIsNamed() {
        for (String field : SealedHistory.FIELDS) {
            List<String> changed = new ArrayList<>(lines);
            ObjectNode event = (ObjectNode) JSON.readTree(lines.get(41));
            if (event.get(field).isString()) {
                event.put(field, event.get(field).stringValue().replaceFirst("0|a|r|n", "7"));
            } else {
                event.put(field, event.get(field).intValue() + 1_000);
            }
            changed.set(41, event.toString());
            int named = field.equals("ledgerSequence") ? 1_042 : 42;
            assertThat(findings(changed)).as(field).anyMatch(f -> f.startsWith(at(FindingCode.EVENT_HASH, named)));
        }
    }

    @Test
    void aRowThatIsMissingIsNamed() {
        List<String> changed = new ArrayList<>(lines);
        changed.remove(41);
        assertThat(findings(changed))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_SEQUENCE, 43)))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_HASH, 43)));
    }

    @Test
    void rowsInAnotherOrderAreNamed() {
        List<String> changed = new ArrayList<>(lines);
        changed.set(41, lines.get(42));
        changed.set(42, lines.get(41));
        assertThat(findings(changed))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_SEQUENCE, 43)))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_SEQUENCE, 42)));
    }

    @Test
    void aTailThatWasDroppedIsNamed() {
        assertThat(findings(lines.subList(0, EVENTS - 3)))
                .singleElement()
                .asString()
                .startsWith(at(FindingCode.HISTORY_SHORT, EVENTS))
                .contains("ends with event " + (EVENTS - 3));
    }

    @Test
    void aRowThatWasPutInIsNamed() {
        List<String> changed = new ArrayList<>(lines);
        changed.add(41, others.get(7));
        assertThat(findings(changed))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_SEQUENCE, 8)))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_HASH, 8)));
        changed.set(41, lines.get(40));
        assertThat(findings(changed)).anyMatch(f -> f.startsWith(at(FindingCode.EVENT_SEQUENCE, 41)));
    }

    /** Chain and numbers are whole again: what is left are the signed roots. */
    @Test
    void aHistoryThatWasWrittenAnewIsFoundByItsCheckpoints() {
        List<String> numbered = new ArrayList<>();
        List<String> without = new ArrayList<>(lines);
        without.remove(150);
        for (int i = 0; i < without.size(); i++) {
            ObjectNode event = (ObjectNode) JSON.readTree(without.get(i));
            numbered.add(event.put("ledgerSequence", i + 1)
                    .put("stream", "order/" + i)
                    .put("streamSequence", 0)
                    .toString());
        }
        assertThat(findings(SealedHistory.chained(numbered)))
                .anyMatch(f -> f.startsWith(at(FindingCode.CHECKPOINT_ROOT, EVENTS / 4)))
                .anyMatch(f -> f.startsWith(at(FindingCode.HISTORY_SHORT, EVENTS)));
        List<String> changed = new ArrayList<>(lines);
        changed.set(150, lines.get(150).replace("order.placed", "order.failed"));
        assertThat(findings(SealedHistory.chained(changed)))
                .hasSize(4)
                .anyMatch(f -> f.startsWith(at(FindingCode.CHECKPOINT_ROOT, EVENTS / 2)))
                .anyMatch(f -> f.startsWith(at(FindingCode.CHECKPOINT_HASH, EVENTS)));
    }

    @Test
    void rowsOfAnotherOrganisationAreNamed() {
        List<String> changed = new ArrayList<>(lines);
        changed.set(41, others.get(41));
        assertThat(findings(changed))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_HASH, 42)))
                .anyMatch(f -> f.startsWith(at(FindingCode.EVENT_HASH, 43)));
        assertThat(findings(others)).anyMatch(f -> f.startsWith(at(FindingCode.CHECKPOINT_ROOT, EVENTS / 4)));
    }

    @Test
    void aForgedCheckpointAndAnotherKeyAreNamed() {
        byte[] export = String.join("\n", lines).getBytes(UTF_8);
        Checkpoint forged = new Checkpoint(
                SealedHistory.DEMO,
                EVENTS,
                EVENTS,
                sealed.getLast().hash(),
                sealed.getFirst().root(),
                sealed.getLast().sealedAt(),
                keys.keyId(),
                sealed.getLast().signature());
        assertThat(findings(export, List.of(forged)))
                .singleElement()
                .asString()
                .startsWith(at(FindingCode.CHECKPOINT_SIGNATURE, EVENTS));
        SigningKeys another = SigningKeys.open(folder.resolve("another.key"), false);
        Checkpoint signed = another.sign(new Checkpoint(
                SealedHistory.DEMO,
                EVENTS,
                EVENTS,
                forged.hash(),
                sealed.getLast().root(),
                forged.sealedAt(),
                another.keyId(),
                new byte[0]));
        assertThat(findings(export, List.of(signed)))
                .singleElement()
                .asString()
                .startsWith(at(FindingCode.CHECKPOINT_KEY, EVENTS));
    }

    @Test
    void longLinesAndManyPiecesAreRead() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ObjectNode event = (ObjectNode) JSON.readTree(lines.get(i));
            made.add(event.put("payload", "{\"long\":\"" + "x".repeat(i % 10 == 3 ? 3 << 20 : 100_000) + "\"}")
                    .toString());
        }
        assertThat(findings((String.join("\n", SealedHistory.chained(made)) + "\n").getBytes(UTF_8), List.of()))
                .isEmpty();
    }

    @Test
    void moreFindingsThanAnyoneReadsAreCounted() {
        byte[] export = "nonsense\n".repeat(1_234).getBytes(UTF_8);
        assertThat(findings(export, List.of()))
                .hasSize(Findings.MOST + 1)
                .last()
                .asString()
                .isEqualTo("more: 234 more findings are not named.");
    }
}
