package org.commissionledger.api.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the runbook says: a line is added to the key file, the service wraps anew, the old line is removed. */
class KeyRotationTest {

    @TempDir
    private Path directory;

    @Test
    void wrapsAnewOnceTheNewKeyHasHadTimeToReachAllNodes() throws Exception {
        Path file = directory.resolve("keys");
        try (TestLedger ledger = new TestLedger(TestDatabase.migrated())) {
            PersonKeys keys = PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), file);
            keys.getOrMake(CustomerCommand.person(TestLedger.DEMO, new CustomerId("ada")));
            KeyRotation rotation = new KeyRotation(keys);
            rotation.look();
            rotation.look();
            String line = "key 2027-01 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n";
            Files.writeString(file, line, StandardOpenOption.APPEND);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> keys.newestKeyId().equals("2027-01"));

            rotation.look();
            assertThat(keys.wrappedBy()).doesNotContainKey("2027-01");
            rotation.look();
            assertThat(keys.wrappedBy()).isEqualTo(Map.of("2027-01", 1L));

            List<String> lines = Files.readAllLines(file).stream()
                    .filter(l -> !l.startsWith("key ") || l.startsWith("key 2027-01 "))
                    .toList();
            Files.write(file, lines);
            PersonKeys later = PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), file);
            assertThat(later.find(CustomerCommand.person(TestLedger.DEMO, new CustomerId("ada"))))
                    .isPresent();
        }
    }
}
