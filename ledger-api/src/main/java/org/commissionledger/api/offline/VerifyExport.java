package org.commissionledger.api.offline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.CheckpointCheck;
import org.commissionledger.proof.ExportScan;
import org.commissionledger.proof.Findings;
import org.commissionledger.proof.HistoryCheck;
import org.commissionledger.proof.MalformedProofException;
import org.commissionledger.proof.ProofJson;
import org.commissionledger.proof.PublicKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Verifies an exported history against signed checkpoints. */
final class VerifyExport {

    private final PrintStream out;
    private final PrintStream err;

    VerifyExport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(Options options) throws IOException {
        PublicKeys keys = OfflineCommands.keys(options);
        Findings findings = new Findings();
        List<Checkpoint> sealed = checkpoints(options);
        CheckpointCheck checkpoints = new CheckpointCheck(sealed.iterator(), keys, findings);
        HistoryCheck check = new HistoryCheck(checkpoints, findings);
        Progress progress = new Progress(Files.size(options.file()), check);
        try (InputStream in = Files.newInputStream(options.file())) {
            new ExportScan(check, findings, progress).run(in);
        }
        progress.end();
        findings.all().forEach(out::println);
        warn(sealed, check, options.get("--checkpoints") == null && !findings.areNone());
        out.println((findings.areNone() ? "verified: " : "NOT verified: " + findings.count() + " findings in ")
                + check.events() + " events, " + checkpoints.checked() + " checkpoints");
        return findings.areNone() ? 0 : 1;
    }

    /**
     * What no checkpoint vouches for could have been written by anyone who knows the formula.
     *
     * @param doubtful whether the checkpoint that came with the keys may be the wrong one
     */
    private void warn(List<Checkpoint> sealed, HistoryCheck check, boolean doubtful) {
        long furthest = sealed.isEmpty() ? 0 : sealed.getLast().ledgerSequence();
        if (doubtful && !sealed.isEmpty()) {
            err.println("Note: the keys came with a checkpoint of "
                    + sealed.getLast().organisation() + ", event " + furthest
                    + ". A history that is another organisation's (say --organisation) or that was exported before, or in part,"
                    + " needs its own checkpoints: --checkpoints.");
        }
        if (furthest < check.ledgerSequence()) {
            err.println("Note: no checkpoint was given for the events from " + (furthest + 1)
                    + " on. That their chain is whole does not show who wrote it.");
        }
    }

    private List<Checkpoint> checkpoints(Options options) throws IOException {
        String file = options.get("--checkpoints");
        if (file == null) {
            return withKeys(options);
        }
        List<Checkpoint> all = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    add(ProofJson.read(line.getBytes(StandardCharsets.UTF_8)), all);
                }
            }
        }
        return of(organisation(all, options.get("--organisation")), all);
    }

    /** The newest one when the keys were taken; they are the ledger's, it is one organisation's. */
    private static List<Checkpoint> withKeys(Options options) throws IOException {
        JsonNode json = ProofJson.read(Files.readAllBytes(Path.of(options.require("--keys"))))
                .path("checkpoint");
        if (!json.isObject()) {
            return List.of();
        }
        Checkpoint checkpoint = ProofJson.checkpoint(json);
        String organisation = options.get("--organisation");
        return organisation == null || checkpoint.organisation().value().equals(organisation)
                ? List.of(checkpoint)
                : List.of();
    }

    /** A checkpoint, or a page of them as the API gives it. */
    private static void add(JsonNode json, List<Checkpoint> all) {
        if (json.has("data")) {
            json.get("data").forEach(each -> all.add(ProofJson.checkpoint(each)));
        } else {
            all.add(ProofJson.checkpoint(json));
        }
    }

    /** The export does not say whose it is; a file of checkpoints is that of all organisations of a ledger. */
    private static String organisation(List<Checkpoint> all, @Nullable String given) {
        if (given != null) {
            return given;
        }
        Set<String> organisations = new TreeSet<>();
        all.forEach(checkpoint -> organisations.add(checkpoint.organisation().value()));
        if (organisations.size() > 1) {
            throw new Options.Unusable("The checkpoints are of several organisations; say --organisation with one of "
                    + String.join(", ", organisations));
        }
        return organisations.stream()
                .findFirst()
                .orElseThrow(() -> new MalformedProofException("There is no checkpoint."));
    }

    private static List<Checkpoint> of(String organisation, List<Checkpoint> all) {
        List<Checkpoint> own = all.stream()
                .filter(checkpoint -> checkpoint.organisation().value().equals(organisation))
                .sorted(Comparator.comparingLong(Checkpoint::ledgerSequence))
                .toList();
        if (own.isEmpty()) {
            throw new MalformedProofException("There is no checkpoint of " + organisation + ".");
        }
        return own;
    }

    /** A line a second. */
    private final class Progress implements LongConsumer {

        private static final long EVERY = 1_000_000_000L;

        private final long started = System.nanoTime();
        private final long bytes;
        private final HistoryCheck check;
        private long gone;
        private long told = started;

        Progress(long bytes, HistoryCheck check) {
            this.bytes = bytes;
            this.check = check;
        }

        @Override
        public void accept(long more) {
            gone += more;
            if (System.nanoTime() - told >= EVERY) {
                told = System.nanoTime();
                tell();
            }
        }

        private void tell() {
            double seconds = Math.max(1e-9, (System.nanoTime() - started) / 1e9);
            err.printf(
                    "%3d %%  %,d events  %,.0f events/s%n",
                    bytes == 0 ? 100 : 100 * gone / bytes, check.events(), check.events() / seconds);
        }

        void end() {
            tell();
        }
    }
}
