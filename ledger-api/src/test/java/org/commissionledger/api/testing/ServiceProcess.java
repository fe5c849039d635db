package org.commissionledger.api.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.commissionledger.api.LedgerApplication;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service as a process, with a PostgreSQL of its own on a data directory that outlives it. */
public final class ServiceProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
    private static final String SECRET = "the-secret-of-the-first-start";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicLong written = new AtomicLong();
    private final Path data;
    private final Path log;
    private final Process process;
    private final int port;

    private ServiceProcess(Path data, Path log, Map<String, String> settings) {
        this.data = data;
        this.log = log;
        port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SERVER_PORT",
                        Integer.toString(port),
                        "LEDGER_DATA_DIRECTORY",
                        data.toString(),
                        "LEDGER_DEMO",
                        "false",
                        "LEDGER_BOOTSTRAP_SECRET",
                        SECRET));
        builder.environment().putAll(settings);
        builder.environment().remove("SPRING_DATASOURCE_URL");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below those that systems give to outgoing connections: one of them could take it before the service does. */
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket free =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
                return free.getLocalPort();
            } catch (IOException e) {
                LOG.debug("Another port is tried", e);
            }
        }
        throw new IllegalStateException("no port is free from 20000 to 32000");
    }

    /** @param log what it prints is added to this file */
    public static ServiceProcess start(Path data, Path log) {
        return start(data, log, Map.of());
    }

    /** @param settings environment variables */
    public static ServiceProcess start(Path data, Path log, Map<String, String> settings) {
        ServiceProcess service = new ServiceProcess(data, log, settings);
        await().atMost(SOON).until(service::isReady);
        return service;
    }

    public boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the service ended; see " + log);
        }
        try {
            HttpRequest ask = HttpRequest.newBuilder(base().resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI base() {
        return URI.create("http://localhost:" + port);
    }

    /** The client of the first start, an administrator of the organisation {@code demo}. */
    public TestClient bootstrap() {
        String basic = Base64.getEncoder().encodeToString(("bootstrap:" + SECRET).getBytes(StandardCharsets.UTF_8));
        TestClient nobody = new TestClient(http, base(), written, "", null);
        Answer answer = nobody.send(nobody.request("/oauth2/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
        String token = answer.expect(200).json().get("access_token").asString();
        return new TestClient(http, base(), written, "bootstrap", token);
    }

    /** Its PostgreSQL, as the owner; it outlives a kill. */
    public DataSource database() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://localhost:" + postmaster().get(3).trim() + "/ledger");
        dataSource.setUser("postgres");
        return dataSource;
    }

    /** The processes of PostgreSQL's sessions that the service holds. */
    public List<ProcessHandle> sessions() {
        return ProcessHandle.of(Long.parseLong(postmaster().getFirst().trim()))
                .orElseThrow()
                .children()
                .filter(child -> commandLine(child).contains("ledger_service"))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> postmaster() {
        try {
            return Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without warning; its PostgreSQL lives on until the next start. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it and its PostgreSQL as an operator would. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
