package org.commissionledger.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that start on a new database at the same moment: one key-encryption key guards the keys of persons, never two. */
class FirstStartTest {

    private static final int NODES = 8;
    private static final Person ADA = new Person(StreamId.of(TestLedger.DEMO, "customer", "ada"));

    @TempDir
    private Path folder;

    private final TestLedger ledger = new TestLedger(TestDatabase.migrated());

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path fileOf(int node) {
        return folder.resolve("node-" + node).resolve("persons.key");
    }

    /** @return the nodes that started; each has sealed something already */
    private List<Integer> start(Set<Fingerprint> seen) throws InterruptedException {
        List<Future<Fingerprint>> starting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int node = 0; node < NODES; node++) {
                Path file = fileOf(node);
                starting.add(threads.submit(() -> PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), file)
                        .getOrMake(ADA)
                        .orElseThrow()
                        .fingerprint("test", List.of("ada"))));
            }
        }
        List<Integer> started = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            try {
                seen.add(starting.get(node).get());
                started.add(node);
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(KeysUnavailableException.class)
                        .hasMessageContaining("copy"); // of the first one, which was made meanwhile or before
            }
        }
        return started;
    }

    @Test
    void oneFileIsTheOneAndTheOthersStartWithACopyOfIt() throws Exception {
        Set<Fingerprint> seen = new HashSet<>();
        List<Integer> started = start(seen);
        assertThat(started).hasSize(1);
        Path first = fileOf(started.getFirst());
        for (int node = 0; node < NODES; node++) {
            if (node != started.getFirst()) {
                Files.createDirectories(fileOf(node).getParent());
                Files.copy(first, fileOf(node), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(start(seen)).hasSize(NODES);
        assertThat(seen).hasSize(1);
    }
}
