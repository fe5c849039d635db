package org.commissionledger.api.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.CheckpointCheck;
import org.commissionledger.proof.CheckpointFile;
import org.commissionledger.proof.CheckpointTable;
import org.commissionledger.proof.FindingCode;
import org.commissionledger.proof.Findings;
import org.commissionledger.proof.HistoryCheck;
import org.commissionledger.proof.PublicKeys;
import org.commissionledger.proof.SigningKeys;
import org.springframework.stereotype.Component;

/** Goes through one organisation's whole history and its checkpoints, in the database and in the file outside it. */
@Component
class Verification {

    private static final int PAGE = 1_000;
    private static final int BATCH = 500;

    private final EventReader reader;
    private final CheckpointTable table;
    private final CheckpointFile file;
    private final SigningKeys keys;

    Verification(EventReader reader, CheckpointTable table, CheckpointFile file, SigningKeys keys) {
        this.reader = reader;
        this.table = table;
        this.file = file;
        this.keys = keys;
    }

    /** How far a verification has got. */
    @FunctionalInterface
    interface Progress {
        void tell(long events, long of);
    }

    /**
     * The history up to what is its newest event now. Keys are those of the key file: the database is not asked whom to believe.
     *
     * @param reached hears now and then how many events were gone through, and of how many
     * @return how many events there are
     */
    long history(OrganisationId organisation, Findings findings, Progress reached) {
        PublicKeys published = keys.published();
        file(organisation, published, findings);
        long newest =
                reader.newest(organisation).map(RecordedEvent::ledgerSequence).orElse(0L);
        HistoryCheck check =
                new HistoryCheck(new CheckpointCheck(table.allAfter(organisation, 0), published, findings), findings);
        List<RecordedEvent> page;
        do {
            page = reader.history(organisation, HistoryQuery.range(check.ledgerSequence(), newest), PAGE);
            page.forEach(check::accept);
            reached.tell(check.ledgerSequence(), newest);
        } while (page.size() == PAGE);
        check.end();
        return check.events();
    }

    /** What the file has, the table must have: it was written there first. */
    private void file(OrganisationId organisation, PublicKeys published, Findings findings) {
        List<Checkpoint> batch = new ArrayList<>();
        file.read(
                checkpoint -> {
                    if (checkpoint.organisation().equals(organisation)) {
                        batch.add(checkpoint);
                        if (batch.size() == BATCH) {
                            compare(organisation, batch, published, findings);
                        }
                    }
                },
                findings);
        compare(organisation, batch, published, findings);
    }

    private void compare(OrganisationId organisation, List<Checkpoint> batch, PublicKeys published, Findings findings) {
        Map<Long, Checkpoint> stored =
                table
                        .at(
                                organisation,
                                batch.stream().map(Checkpoint::ledgerSequence).toList())
                        .stream()
                        .collect(Collectors.toMap(Checkpoint::ledgerSequence, Function.identity()));
        for (Checkpoint told : batch) {
            if (!CheckpointCheck.isGenuine(told, published, findings)) {
                continue;
            }
            Checkpoint kept = stored.get(told.ledgerSequence());
            if (kept == null || !MessageDigest.isEqual(kept.signature(), told.signature())) {
                findings.add(
                        FindingCode.CHECKPOINT_LOST,
                        told.ledgerSequence(),
                        "The file outside the database has a checkpoint of " + told.sealedAt() + "; the database has "
                                + (kept == null ? "none here." : "another one."));
            }
        }
        batch.clear();
    }
}
