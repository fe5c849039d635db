package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.webhooks.Hooks.Hook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A receiver that nobody known vouches for is told nothing: not a byte of the message leaves. */
class UntrustedReceiversTest {

    private static final char[] PASSWORD = "of-a-test".toCharArray();

    @TempDir
    private Path directory;

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final AtomicInteger calls = new AtomicInteger();
    private HttpsServer server;

    @BeforeEach
    void listen() throws IOException, InterruptedException, GeneralSecurityException {
        SSLContext vouchedForByItself = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(selfSigned(), PASSWORD);
        vouchedForByItself.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(vouchedForByItself));
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private KeyStore selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("receiver.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @Test
    void areNeverTold() {
        TestClient admin = organisation.admin();
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
        JsonNode made = admin.post("/v1/webhooks", Hooks.endpoint(url, "order.placed"))
                .expect(201)
                .json();
        Hook hook = new Hook(
                made.get("webhookId").asString(), "/", made.get("secret").asString(), admin);
        hook.read();
        organisation.place("1", 1_000);
        hook.awaitState("FAILED", 1);
        hook.deliveries()
                .getFirst()
                .get("attempts")
                .forEach(attempt -> assertThat(attempt.get("error").asString()).isEqualTo("tls"));
        assertThat(calls).hasValue(0);
        admin.delete(hook.uri()).expect(204);
    }
}
