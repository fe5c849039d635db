package org.commissionledger.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL by itself: pgbench inserting single rows of the same size into the same table, one commit each. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private static final String SCRIPT = """
            \\set n :n + 1
            \\set position (:client_id + 1) * 1000000000000 + :run * 100000000 + :n
            insert into ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type, revision,
                                      effective_at, recorded_at, payload, metadata, hash)
            values (:position, 'pgbench', :position, gen_random_uuid(), 'order/' || :position, 0, 'order.placed', 1, now(), now(),
                    '%s', '%s', decode(repeat('ab', 32), 'hex'));
            """;

    private static final int METADATA = 52;

    private Pgbench() {}

    /** @param payload how many bytes the payload has; its text does not matter to PostgreSQL, but pgbench would see variables in JSON */
    static double rate(BenchServer.Database database, int clients, Duration duration, int run, int payload)
            throws IOException, InterruptedException {
        Path script = Files.createTempFile("pgbench", ".sql");
        Files.writeString(script, SCRIPT.formatted("x".repeat(payload), "x".repeat(METADATA)));
        Process process = new ProcessBuilder(
                        "pgbench",
                        "-n",
                        "-M",
                        "prepared",
                        "-h",
                        "localhost",
                        "-p",
                        Integer.toString(database.port()),
                        "-U",
                        "postgres",
                        "-c",
                        Integer.toString(clients),
                        "-j",
                        "2",
                        "-T",
                        Long.toString(duration.toSeconds()),
                        "-D",
                        "n=0",
                        "-D",
                        "run=" + run,
                        "-f",
                        script.toString(),
                        database.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Files.delete(script);
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench said: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
