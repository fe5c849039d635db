package org.commissionledger.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.proof.CheckpointCheck;
import org.commissionledger.proof.ExportScan;
import org.commissionledger.proof.Findings;
import org.commissionledger.proof.HistoryCheck;

/** The offline verifier on an export of a million events, beside reading the same file line by line, in turns. */
final class VerifyBenchmark implements Bench.Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);
    private static final int ORDERS = 300_000;
    private static final int TURNS = 4; // the first one warms up
    private static final String PAYLOAD =
            "{\"order\":{\"orderId\":\"%1$d\",\"integrationId\":\"web-shop\",\"productId\":\"giftware-3\","
                    + "\"categoryId\":\"category-3\",\"providerId\":\"p-3\",\"customerId\":\"c-%2$d\",\"anonymous\":false,"
                    + "\"value\":{\"amount\":%3$d,\"currency\":\"GBP\"},\"placedAt\":\"2026-01-01T00:00:00Z\"},"
                    + "\"placedAs\":\"SUCCESSFUL\",\"commission\":{\"currency\":\"GBP\",\"expected\":782,\"pending\":782,\"paid\":0,"
                    + "\"declined\":0,\"reversed\":0}}";
    private static final String METADATA =
            "{\"actor\":\"bench\",\"role\":\"INGEST\",\"source\":\"api\",\"requestKey\":\"%s\"}";

    @Override
    public void run() throws IOException {
        Path file = Files.createTempFile("ledger-bench", ".ndjson");
        try {
            write(file);
            List<Double> reading = new ArrayList<>();
            List<Double> verifying = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                reading.add(read(file));
                verifying.add(verify(file));
            }
            report(Files.size(file), best(reading), best(verifying));
        } finally {
            Files.delete(file);
        }
    }

    private static double best(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static void write(Path file) throws IOException {
        HashChain chain = new HashChain();
        byte[] hash = HashChain.genesis();
        HexFormat hex = HexFormat.of();
        String effective = "2026-01-01T00:00:00.000000Z";
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < EVENTS; i++) {
                String sequence = Integer.toString(i + 1);
                String id = new UUID(i * 0x9E3779B97F4A7C15L, i).toString();
                String stream = "order/" + i % ORDERS;
                String inStream = Integer.toString(i / ORDERS);
                String recorded =
                        HashChain.text(Instant.ofEpochSecond(1_767_225_600L).plusMillis(i));
                String payload = PAYLOAD.formatted(i % ORDERS, i % 50_000, 10_000 + i % 977);
                String metadata = METADATA.formatted(id);
                hash = chain.link(
                        hash,
                        chain.leaf(List.of(
                                sequence,
                                id,
                                stream,
                                inStream,
                                "order.placed",
                                "1",
                                effective,
                                recorded,
                                payload,
                                metadata)));
                out.write("{\"ledgerSequence\":" + sequence + ",\"eventId\":\"" + id + "\",\"stream\":\"" + stream
                        + "\",\"streamSequence\":" + inStream
                        + ",\"type\":\"order.placed\",\"revision\":1,\"effectiveAt\":\""
                        + effective + "\",\"recordedAt\":\"" + recorded + "\",\"payload\":\""
                        + payload.replace("\"", "\\\"")
                        + "\",\"metadata\":\"" + metadata.replace("\"", "\\\"") + "\",\"hash\":\"" + hex.formatHex(hash)
                        + "\"}\n");
            }
        }
    }

    private static double read(Path file) throws IOException {
        long started = System.nanoTime();
        long lines = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            while (in.readLine() != null) {
                lines++;
            }
        }
        return lines / ((System.nanoTime() - started) / 1e9);
    }

    private static double verify(Path file) throws IOException {
        long started = System.nanoTime();
        Findings findings = new Findings();
        HistoryCheck check = new HistoryCheck(CheckpointCheck.none(findings), findings);
        try (InputStream in = Files.newInputStream(file)) {
            new ExportScan(check, findings, bytes -> {}).run(in);
        }
        if (!findings.areNone() || check.events() != EVENTS) {
            throw new IllegalStateException(findings.all().getFirst().toString());
        }
        return check.events() / ((System.nanoTime() - started) / 1e9);
    }

    private static void report(long bytes, double reading, double verifying) {
        System.out.printf("%,d events, %,d bytes each%n", EVENTS, bytes / EVENTS);
        System.out.printf("%-28s %,12.0f events/s%n", "reading line by line", reading);
        System.out.printf("%-28s %,12.0f events/s%n", "verifying offline", verifying);
        System.out.printf(
                "{\"benchmark\":\"verify\",\"events\":%d,\"bytes\":%d,\"readPerSecond\":%.0f,\"verifiedPerSecond\":%.0f}%n",
                EVENTS, bytes, reading, verifying);
    }
}
